using System.Numerics.Tensors;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

public abstract class LinearModelParameters : ModelParametersBase<float>, IScalarModel
{
    private readonly float[] _weights;

    private protected LinearModelParameters(IHostEnvironment env, in VBuffer<float> weights, float bias)
        : base(env)
    {
        Check.Param(weights.Length > 0, nameof(weights), "Must be positive");
        _weights = new float[weights.Length];
        weights.CopyTo(_weights);
        Bias = bias;
    }

    public float Bias { get; protected set; }

    public IReadOnlyList<float> Weights => Array.AsReadOnly(_weights);

    int IScalarModel.FeatureCount => _weights.Length;

    float IScalarModel.Score(ReadOnlySpan<float> features) => TensorPrimitives.Dot(features, _weights) + Bias;
}

public abstract class RegressionModelParameters : LinearModelParameters
{
    private protected RegressionModelParameters(IHostEnvironment env, in VBuffer<float> weights, float bias)
        : base(env, weights, bias) { }
}

public sealed partial class LinearRegressionModelParameters : RegressionModelParameters
{
    internal LinearRegressionModelParameters(IHostEnvironment env, in VBuffer<float> weights, float bias)
        : base(env, weights, bias) { }
}
