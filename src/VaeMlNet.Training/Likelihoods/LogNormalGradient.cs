using System.Numerics;

namespace VaeMlNet;

/// <summary>
/// The gradient of <see cref="LogNormalLikelihood"/>: that of the normal distribution of (log x - c)/d. The density of x adds (log x - c) + log d, which
/// does not depend on the decoder.
/// </summary>
/// <param name="ofLogarithms">The gradient of the normal distribution.</param>
/// <param name="centers">c of each slot.</param>
/// <param name="deviations">d of each slot.</param>
/// <param name="smallest">The smallest amount. Others are treated as it.</param>
internal sealed class LogNormalGradient(
    ReconstructionGradient ofLogarithms,
    float[] centers,
    float[] deviations,
    float smallest
) : ReconstructionGradient
{
    private Vector<float>[] standardized = []; // [D, stride]

    public override void Differentiate(SlotRows rows)
    {
        if (standardized.Length != rows.Values.Length)
        {
            standardized = new Vector<float>[rows.Values.Length];
        }

        for (var i = 0; i < standardized.Length; )
        {
            var slot = i / rows.Stride;
            var (center, deviation) = (new Vector<float>(centers[slot]), deviations[slot]);
            for (var row = 0; row < rows.Stride; row++, i++)
            {
                var logarithm = VectorFunctions.Log(Vector.Max(rows.Values[i], new Vector<float>(smallest))) - center;
                standardized[i] = logarithm / deviation;
                rows.Losses[row] += rows.WeightAt(i) * (logarithm + new Vector<float>(MathF.Log(deviation)));
            }
        }

        ofLogarithms.Differentiate(rows.WithValues(standardized));
    }

    public override void Scale(Span<Vector<float>> gradient, ReadOnlySpan<Vector<float>> factors) =>
        ofLogarithms.Scale(gradient, factors);
}
