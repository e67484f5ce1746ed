using System.Numerics.Tensors;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;

namespace Microsoft.ML.Trainers;

/// <summary>
/// The leading eigenvectors of a covariance matrix that is never formed, by random projection
/// (Halko, Martinsson, Tropp, Finding structure with randomness, 2011, section 5.1), as ML.NET's PCA does it:
/// Y = C * Omega, Q = orthonormalise(Y), B = C * Q, then the eigenvectors of B'B turn B into those of C.
/// </summary>
internal sealed class RandomizedSvd
{
    // Keeps the division finite where the data have no variance in a direction.
    private const double EigenvalueFloor = 1e-6;
    private const int BlockRows = 256;

    private readonly int _dimension;
    private readonly bool _center;
    private readonly Func<IEnumerable<WeightedRow>> _rows;

    /// <param name="dimension">Number of features.</param>
    /// <param name="center">Whether the mean is subtracted.</param>
    /// <param name="rows">Starts a pass over the rows; a row's values may be overwritten by the next row.</param>
    public RandomizedSvd(int dimension, bool center, Func<IEnumerable<WeightedRow>> rows)
    {
        _dimension = dimension;
        _center = center;
        _rows = rows;
    }

    internal readonly record struct WeightedRow(float[] Values, float Weight);

    /// <summary>The mean, null where data are not centered.</summary>
    public float[] Mean { get; private set; }

    /// <summary>Sum of the weights of all rows.</summary>
    public double WeightSum { get; private set; }

    /// <summary>Eigenvectors by descending eigenvalue, <paramref name="rank"/> of them; null where there are no rows.</summary>
    public float[][] Fit(int rank, int oversampling, Random random)
    {
        int size = Math.Min(rank + oversampling, _dimension);
        double[][] y = MultiplyCovariance(GaussianVectors(size, random));
        if (y == null)
            return null;
        double[][] b = MultiplyCovariance(Orthonormalize(y));
        return Rotate(b)[..rank];
    }

    private float[][] GaussianVectors(int count, Random random)
    {
        var vectors = new float[count][];
        for (int i = 0; i < count; i++)
        {
            vectors[i] = new float[_dimension];
            for (int j = 0; j < _dimension; j++)
                vectors[i][j] = (float)Normal.Sample(random, 0, 1);
        }
        return vectors;
    }

    // C * v for each vector v, where C = sum of w (x - mean)(x - mean)' / sum of w.
    private double[][] MultiplyCovariance(float[][] vectors)
    {
        var products = vectors.Select(_ => new double[_dimension]).ToArray();
        var mean = new double[_dimension];
        double weightSum = 0;
        var block = new List<WeightedRow>(BlockRows);
        foreach (var row in _rows())
        {
            block.Add(row with { Values = (float[])row.Values.Clone() });
            weightSum += row.Weight;
            for (int j = 0; j < _dimension; j++)
                mean[j] += row.Weight * row.Values[j];
            if (block.Count == BlockRows)
                AddBlock(block, vectors, products);
        }
        AddBlock(block, vectors, products);
        WeightSum = weightSum;
        if (!(weightSum > 0))
            return null;

        TensorPrimitives.Divide(mean, weightSum, mean);
        for (int i = 0; i < vectors.Length; i++)
        {
            TensorPrimitives.Divide(products[i], weightSum, products[i]);
            if (_center)
                AddScaled(products[i], -Dot(vectors[i], mean), mean);
        }
        Mean = _center ? mean.Select(value => (float)value).ToArray() : null;
        return products;
    }

    private void AddBlock(List<WeightedRow> block, float[][] vectors, double[][] products)
    {
        Parallel.For(
            0,
            vectors.Length,
            i =>
            {
                var sum = new float[_dimension];
                foreach (var row in block)
                {
                    float factor = row.Weight * TensorPrimitives.Dot(row.Values, vectors[i]);
                    TensorPrimitives.MultiplyAdd(row.Values, factor, sum, sum);
                }
                for (int j = 0; j < sum.Length; j++)
                    products[i][j] += sum[j];
            }
        );
        block.Clear();
    }

    // Modified Gram-Schmidt, twice for orthogonality to the last bit. A vector that depends on those before it
    // becomes zero: the data have no variance left there.
    private static float[][] Orthonormalize(double[][] vectors)
    {
        double largest = vectors.Max(vector => TensorPrimitives.Norm(vector));
        for (int i = 0; i < vectors.Length; i++)
        {
            for (int pass = 0; pass < 2; pass++)
            {
                for (int k = 0; k < i; k++)
                    AddScaled(vectors[i], -TensorPrimitives.Dot(vectors[k], vectors[i]), vectors[k]);
            }
            double norm = TensorPrimitives.Norm(vectors[i]);
            if (norm <= 1e-12 * largest)
                Array.Clear(vectors[i]);
            else
                TensorPrimitives.Divide(vectors[i], norm, vectors[i]);
        }
        return vectors.Select(vector => vector.Select(value => (float)value).ToArray()).ToArray();
    }

    // Eigenvectors of C from B = C * Q: with B'B = Z S^2 Z', they are B Z / S.
    private float[][] Rotate(double[][] b)
    {
        int size = b.Length;
        var small = Matrix<double>.Build.Dense(size, size, (i, j) => TensorPrimitives.Dot(b[i], b[j]));
        var decomposition = small.Evd(Symmetricity.Symmetric);
        var result = new float[size][];
        for (int i = 0; i < size; i++)
        {
            int column = size - 1 - i; // MathNet sorts ascending
            double singularValue = Math.Sqrt(Math.Max(0, decomposition.EigenValues[column].Real));
            var vector = new double[_dimension];
            for (int k = 0; k < size; k++)
                AddScaled(vector, decomposition.EigenVectors[k, column], b[k]);
            double scale = 1 / (EigenvalueFloor + singularValue);
            result[i] = vector.Select(value => (float)(value * scale)).ToArray();
        }
        return result;
    }

    private static double Dot(float[] x, double[] y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
            sum += x[i] * y[i];
        return sum;
    }

    private static void AddScaled(double[] to, double factor, double[] values) =>
        TensorPrimitives.MultiplyAdd(values, factor, to, to);
}
