using System.Numerics.Tensors;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

public abstract class LinearMulticlassModelParametersBase : ModelParametersBase<VBuffer<float>>
{
    private protected readonly float[] Biases;
    private protected readonly float[][] Weights;

    private protected LinearMulticlassModelParametersBase(IHostEnvironment env, float[] biases, float[][] weights)
        : base(env)
    {
        Biases = biases;
        Weights = weights;
    }

    public IEnumerable<float> GetBiases() => Biases;

    public void GetWeights(ref VBuffer<float>[] weights, out int numClasses)
    {
        numClasses = Weights.Length;
        if (weights == null || weights.Length < numClasses)
        {
            Array.Resize(ref weights, numClasses);
        }

        for (var c = 0; c < numClasses; c++)
        {
            new VBuffer<float>(Weights[c].Length, Weights[c]).CopyTo(ref weights[c]);
        }
    }
}

public sealed partial class MaximumEntropyModelParameters : LinearMulticlassModelParametersBase, IClassModel
{
    internal MaximumEntropyModelParameters(IHostEnvironment env, float[] biases, float[][] weights)
        : base(env, biases, weights) { }

    int IClassModel.FeatureCount => Weights[0].Length;

    int IClassModel.ClassCount => Weights.Length;

    void IClassModel.Score(ReadOnlySpan<float> features, Span<float> scores)
    {
        for (var c = 0; c < scores.Length; c++)
        {
            scores[c] = Biases[c] + TensorPrimitives.Dot(features, Weights[c]);
        }

        var max = TensorPrimitives.Max(scores); // keeps the exponentials from overflowing
        float sum = 0;
        for (var c = 0; c < scores.Length; c++)
        {
            sum += scores[c] = MathF.Exp(scores[c] - max);
        }

        TensorPrimitives.Divide(scores, sum, scores);
    }
}
