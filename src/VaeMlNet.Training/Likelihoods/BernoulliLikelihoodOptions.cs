using System.Numerics;

namespace VaeMlNet;

/// <summary>The options of <see cref="VaeLikelihoodOptions.Bernoulli"/>.</summary>
internal sealed record BernoulliLikelihoodOptions : VaeLikelihoodOptions
{
    internal override string PublicName => $"{nameof(VaeLikelihoodOptions)}.{nameof(Bernoulli)}";

    private protected override IFormula Formula => new BernoulliFormula();

    private protected override GradientFactory Gradient => (_, _) => new BernoulliGradient();
}

/// <summary>Computes log(1 + exp(l)) - x l for the logit l, with the derivative sigmoid(l) - x.</summary>
internal sealed class BernoulliGradient : ReconstructionGradient
{
    /// <summary>
    /// The slots whose factors 1 + exp(-|l|) are multiplied, so that one logarithm is enough for them. The product is at most 2^16.
    /// </summary>
    private const int SlotsPerLogarithm = 16;

    public override void Differentiate(SlotRows rows)
    {
        var size = SlotsPerLogarithm * rows.Stride;
        for (var first = 0; first < rows.Values.Length; first += size)
        {
            for (var row = 0; row < rows.Stride; row++)
            {
                var end = Math.Min(first + size, rows.Values.Length);
                rows.Losses[row] += rows.HaveWeights
                    ? DifferentiateWeighted(rows, first + row, end)
                    : Differentiate(rows, first + row, end);
            }
        }
    }

    private static Vector<float> Differentiate(SlotRows rows, int first, int end)
    {
        var (sum, product) = (Vector<float>.Zero, Vector<float>.One);
        for (var i = first; i < end; i += rows.Stride)
        {
            var x = rows.Values[i];
            ref var logit = ref rows.Parameters[i];
            var curve = LogisticCurve.At(logit);
            sum += curve.Positive - (x * logit);
            product *= curve.Factor;
            logit = curve.Sigmoid - x;
        }

        return sum + VectorFunctions.Log(product);
    }

    private static Vector<float> DifferentiateWeighted(SlotRows rows, int first, int end)
    {
        var sum = Vector<float>.Zero;
        for (var i = first; i < end; i += rows.Stride)
        {
            var (x, weight) = (rows.Values[i], rows.WeightAt(i));
            ref var logit = ref rows.Parameters[i];
            var curve = LogisticCurve.At(logit);
            sum += weight * (curve.Softplus - (x * logit));
            logit = weight * (curve.Sigmoid - x);
        }

        return sum;
    }
}
