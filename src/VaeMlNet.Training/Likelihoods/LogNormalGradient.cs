using System.Numerics;

namespace VaeMlNet;

/// <summary>
/// The gradient of <see cref="LogNormalFormula"/>: that of the normal distribution of (log x - c)/d. The density of x adds (log x - c) + log d, which
/// does not depend on the decoder.
/// </summary>
/// <param name="ofLogarithms">The gradient of the normal distribution.</param>
/// <param name="centers">c of each slot; null for 0.</param>
/// <param name="deviations">d of each slot; null for 1.</param>
internal sealed class LogNormalGradient(ReconstructionGradient ofLogarithms, float[]? centers, float[]? deviations)
    : ReconstructionGradient
{
    private static readonly Vector<float> Smallest = new((float)LogNormalFormula.SmallestAmount);
    private static readonly Vector<float> Largest = new(float.MaxValue);

    private Vector<float>[] standardized = []; // [D, stride]

    public override void Differentiate(SlotRows rows)
    {
        if (standardized.Length != rows.Values.Length)
        {
            standardized = new Vector<float>[rows.Values.Length];
        }

        for (var (slot, i) = (0, 0); slot < rows.SlotCount; slot++)
        {
            var unit = (float)LogNormalFormula.Unit<Number>(centers?[slot] ?? 0).Value;
            var deviation = deviations?[slot] ?? 1;
            var losses = rows.LossesOf(slot);
            for (var row = 0; row < losses.Length; row++, i++)
            {
                var ratio = Vector.Min(Vector.Max(rows.Values[i] / unit, Smallest), Largest);
                var logarithm = VectorFunctions.Log(ratio);
                standardized[i] = logarithm / deviation;
                losses[row] += rows.WeightAt(i) * (logarithm + new Vector<float>(MathF.Log(deviation)));
            }
        }

        ofLogarithms.Differentiate(rows.WithValues(standardized));
    }

    public override void Scale(Span<Vector<float>> gradient, ReadOnlySpan<Vector<float>> factors) =>
        ofLogarithms.Scale(gradient, factors);
}
