using System.Numerics.Tensors;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

public sealed partial class PcaModelParameters : ModelParametersBase<float>, IScalarModel
{
    private readonly float[][] _vectors;
    private readonly float[] _mean; // null where the data were not centered
    private readonly float[] _meanProjected;
    private readonly float _meanSquared;

    internal PcaModelParameters(IHostEnvironment env, float[][] vectors, float[] mean)
        : base(env)
    {
        _vectors = vectors;
        _mean = mean;
        _meanProjected = new float[vectors.Length];
        if (mean == null)
        {
            return;
        }

        for (var i = 0; i < vectors.Length; i++)
        {
            _meanProjected[i] = TensorPrimitives.Dot(vectors[i], mean);
        }

        _meanSquared = TensorPrimitives.SumOfSquares(mean);
    }

    int IScalarModel.FeatureCount => _vectors[0].Length;

    // The share of the distance to the mean that the components leave unexplained, in [0, 1]; NaN at the mean itself, and
    // where rounding makes the explained part the larger one.
    float IScalarModel.Score(ReadOnlySpan<float> features)
    {
        var distance = TensorPrimitives.SumOfSquares(features);
        if (_mean != null)
        {
            distance += _meanSquared - 2 * TensorPrimitives.Dot(_mean, features);
        }

        distance = Math.Max(distance, 0); // rounding can make it negative
        float explained = 0;
        for (var i = 0; i < _vectors.Length; i++)
        {
            var component = TensorPrimitives.Dot(_vectors[i], features) - _meanProjected[i];
            explained += component * component;
        }

        return MathF.Sqrt((distance - explained) / distance);
    }

    public void GetEigenVectors(ref VBuffer<float>[] vectors, out int rank)
    {
        rank = _vectors.Length;
        if (vectors == null || vectors.Length < rank)
        {
            Array.Resize(ref vectors, rank);
        }

        for (var i = 0; i < rank; i++)
        {
            new VBuffer<float>(_vectors[i].Length, _vectors[i]).CopyTo(ref vectors[i]);
        }
    }

    public void GetMean(ref VBuffer<float> mean)
    {
        var dimension = _vectors[0].Length;
        if (_mean == null)
        {
            new VBuffer<float>(dimension, 0, [], []).CopyTo(ref mean);
        }
        else
        {
            new VBuffer<float>(dimension, _mean).CopyTo(ref mean);
        }
    }
}
