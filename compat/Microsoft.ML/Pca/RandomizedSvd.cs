using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace Microsoft.ML.Trainers;

/// <summary>
/// The leading eigenvectors of a covariance matrix that is never formed, by random projection
/// (Halko, Martinsson, Tropp, Finding structure with randomness, 2011, section 5.1), as ML.NET's PCA does it:
/// Y = C * Omega, Q = orthonormalize(Y), B = C * Q, then the eigenvectors of B'B turn B into those of C.
/// </summary>
/// <remarks>
/// ML.NET computes in float32, does not clear the mean before the second pass, and divides by the norm of vectors whatever
/// it is. So the mean of n rows is too large by the factor 1 + 1 / n, components beyond the rank of the data are noise,
/// and data without variance give NaN. The same happens here.
/// </remarks>
internal sealed class RandomizedSvd
{
    // Keeps the division finite where the data have no variance in a direction.
    private const float EigenvalueFloor = 1e-6f;
    private const int BlockRows = 256;

    private readonly int _dimension;
    private readonly Func<IEnumerable<WeightedRow>> _rows;

    /// <param name="dimension">Number of features.</param>
    /// <param name="center">Whether to subtract the mean.</param>
    /// <param name="rows">Starts a pass over the rows; a row's values may be overwritten by the next row.</param>
    public RandomizedSvd(int dimension, bool center, Func<IEnumerable<WeightedRow>> rows)
    {
        _dimension = dimension;
        _rows = rows;
        Mean = center ? new float[dimension] : null;
    }

    internal readonly record struct WeightedRow(float[] Values, float Weight);

    /// <summary>Gets the mean, or null if the data are not centered.</summary>
    public float[] Mean { get; }

    /// <summary>Returns <paramref name="rank"/> eigenvectors by descending eigenvalue, or null without rows.</summary>
    public float[][] Fit(int rank, int oversampling, Random random)
    {
        var size = Math.Min(rank + oversampling, _dimension);
        var y = MultiplyCovariance(GaussianVectors(size, random));
        if (y == null)
        {
            return null;
        }

        Orthonormalize(y);
        var b = MultiplyCovariance(y);
        return Rotate(b)[..rank];
    }

    private float[][] GaussianVectors(int count, Random random)
    {
        var vectors = new float[count][];
        for (var i = 0; i < count; i++)
        {
            vectors[i] = new float[_dimension];
            for (var j = 0; j < _dimension; j++)
            {
                vectors[i][j] = (float)RatioOfUniforms.NextGaussian(random);
            }
        }

        return vectors;
    }

    // C * v for each vector v, where C = sum of w (x - mean)(x - mean)' / sum of w.
    private float[][] MultiplyCovariance(float[][] vectors)
    {
        var products = vectors.Select(_ => new float[_dimension]).ToArray();
        double weightSum = 0;
        var block = new List<WeightedRow>(BlockRows);
        foreach (var row in _rows())
        {
            block.Add(row with { Values = (float[])row.Values.Clone() });
            weightSum += row.Weight;
            if (Mean != null)
            {
                AddScaled(Mean, row.Weight, row.Values);
            }

            if (block.Count == BlockRows)
            {
                AddBlock(block, vectors, products);
            }
        }

        AddBlock(block, vectors, products);
        if (!(weightSum > 0))
        {
            return null;
        }

        var scale = (float)(1 / weightSum);
        foreach (var product in products)
        {
            TensorPrimitives.Multiply(product, scale, product);
        }

        if (Mean == null)
        {
            return products;
        }

        TensorPrimitives.Multiply(Mean, scale, Mean);
        for (var i = 0; i < vectors.Length; i++)
        {
            AddScaled(products[i], -TensorPrimitives.Dot(vectors[i], Mean), Mean);
        }

        return products;
    }

    private static void AddBlock(List<WeightedRow> block, float[][] vectors, float[][] products)
    {
        Parallel.For(
            0,
            vectors.Length,
            i =>
            {
                foreach (var row in block)
                {
                    AddScaled(products[i], row.Weight * TensorPrimitives.Dot(row.Values, vectors[i]), row.Values);
                }
            }
        );
        block.Clear();
    }

    // Modified Gram-Schmidt.
    private static void Orthonormalize(float[][] vectors)
    {
        for (var i = 0; i < vectors.Length; i++)
        {
            TensorPrimitives.Multiply(vectors[i], 1 / TensorPrimitives.Norm(vectors[i]), vectors[i]);
            for (var j = i + 1; j < vectors.Length; j++)
            {
                AddScaled(vectors[j], -TensorPrimitives.Dot(vectors[i], vectors[j]), vectors[i]);
            }
        }
    }

    // Eigenvectors of C from B = C * Q: with B'B = Z S^2 Z', they are B Z / S.
    private float[][] Rotate(float[][] b)
    {
        var size = b.Length;
        if (b.Any(vector => vector.Any(float.IsNaN)))
        {
            return [.. b.Select(_ => Enumerable.Repeat(float.NaN, _dimension).ToArray())];
        }

        var small = Matrix<double>.Build.Dense(size, size, (i, j) => TensorPrimitives.Dot(b[i], b[j]));
        var decomposition = small.Evd(Symmetricity.Symmetric);
        var result = new float[size][];
        for (var i = 0; i < size; i++)
        {
            var column = size - 1 - i; // MathNet sorts ascending
            var singularValue = (float)Math.Sqrt(Math.Max(0, decomposition.EigenValues[column].Real));
            result[i] = new float[_dimension];
            for (var k = 0; k < size; k++)
            {
                AddScaled(result[i], (float)decomposition.EigenVectors[k, column], b[k]);
            }

            TensorPrimitives.Multiply(result[i], 1 / (EigenvalueFloor + singularValue), result[i]);
        }

        return result;
    }

    private static void AddScaled(float[] to, float factor, float[] values) =>
        TensorPrimitives.MultiplyAdd(values, factor, to, to);
}
