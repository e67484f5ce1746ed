using System.Numerics;

namespace VaeMlNet;

/// <summary>The gradient of a density whose decoder computes a location and a scale for each cell.</summary>
/// <remarks>
/// As <see cref="SlotScaleGradient{TDensity}"/>, with log s = b + softplus(v - b) of the outputs v, so that 1 / s = exp(-b) sigmoid(b - v) and
/// the derivative of log s is sigmoid(v - b).
/// </remarks>
/// <param name="density">f.</param>
/// <param name="smallestLogScale">b.</param>
/// <param name="start">The number that is added to the decoder's second half of outputs.</param>
internal sealed class RowScaleGradient<TDensity>(TDensity density, double smallestLogScale, double start)
    : ReconstructionGradient
    where TDensity : struct, IScaledDensity
{
    private readonly float shift = (float)(start - smallestLogScale);
    private readonly float smallestLog = (float)smallestLogScale;
    private readonly float largestPrecision = (float)Math.Exp(-smallestLogScale);

    public override void Differentiate(SlotRows rows)
    {
        for (var i = 0; i < rows.Values.Length; i++)
        {
            ref var location = ref rows.Parameters[i];
            ref var spread = ref rows.Parameters[rows.Values.Length + i];
            var weight = rows.WeightAt(i);
            var curve = LogisticCurve.At(spread + new Vector<float>(shift));
            var perScale = curve.Complement * largestPrecision;
            var ratio = (location - rows.Values[i]) * perScale;
            var (loss, slope) = density.At(ratio);
            rows.Losses[i % rows.Stride] += weight * (loss + curve.Softplus + new Vector<float>(smallestLog));
            location = weight * slope * perScale;
            spread = weight * (Vector<float>.One - (ratio * slope)) * curve.Sigmoid;
        }
    }
}
