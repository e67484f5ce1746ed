using System.Numerics;

namespace VaeMlNet;

/// <summary>The gradient of a density with a location for each cell and a scale for all rows: fixed, or learned for all slots or each.</summary>
/// <remarks>
/// With r = (m - x) / s, the loss is f(r) + log s, with the derivatives f'(r) / s by m and 1 - r f'(r) by log s. A learned scale has log s = b +
/// softplus(w - b) (<see cref="ScaledLikelihood"/>).
/// </remarks>
/// <param name="density">f.</param>
/// <param name="logScale">log s, if it is fixed.</param>
/// <param name="smallestLogScale">b.</param>
/// <param name="learned">w of all slots or of each; null for a fixed scale.</param>
internal sealed class SlotScaleGradient<TDensity>(
    TDensity density,
    double logScale,
    double smallestLogScale,
    LearnedNumbers? learned
) : ReconstructionGradient
    where TDensity : struct, IScaledDensity
{
    private Vector<float>[] scaleGradient = []; // of log s, [D, stride]

    public override void Differentiate(SlotRows rows)
    {
        if (learned is not null && scaleGradient.Length < rows.Values.Length)
        {
            scaleGradient = new Vector<float>[rows.Values.Length];
        }

        for (var slot = 0; slot < rows.SlotCount; slot++)
        {
            Differentiate(rows, slot * rows.Stride, learned is null ? logScale : LogScale(Learned(slot)));
        }
    }

    public override void Scale(Span<Vector<float>> gradient, ReadOnlySpan<Vector<float>> factors)
    {
        base.Scale(gradient, factors);
        if (learned is null)
        {
            return;
        }

        var sums = TensorValues.Memory(learned.Gradient);
        sums.Clear();
        var slotCount = gradient.Length / factors.Length;
        for (var slot = 0; slot < slotCount; slot++)
        {
            var slope = 1 / (1 + Math.Exp(smallestLogScale - Learned(slot))); // of the softplus
            var ofSlot = scaleGradient.AsSpan(slot * factors.Length, factors.Length);
            sums[sums.Length == 1 ? 0 : slot] += (float)(slope * Dot(ofSlot, factors));
        }
    }

    private void Differentiate(SlotRows rows, int first, double logarithm)
    {
        var (log, perScale) = (new Vector<float>((float)logarithm), new Vector<float>((float)Math.Exp(-logarithm)));
        for (var row = 0; row < rows.Stride; row++)
        {
            var i = first + row;
            ref var location = ref rows.Parameters[i];
            var weight = rows.WeightAt(i);
            var ratio = (location - rows.Values[i]) * perScale;
            var (loss, slope) = density.At(ratio);
            rows.Losses[row] += weight * (loss + log);
            location = weight * slope * perScale;
            if (learned is not null)
            {
                scaleGradient[i] = weight * (Vector<float>.One - (ratio * slope));
            }
        }
    }

    private static float Dot(ReadOnlySpan<Vector<float>> a, ReadOnlySpan<Vector<float>> b)
    {
        var sum = Vector<float>.Zero;
        for (var i = 0; i < a.Length; i++)
        {
            sum = Vector.FusedMultiplyAdd(a[i], b[i], sum);
        }

        return Vector.Sum(sum);
    }

    private double Learned(int slot)
    {
        var values = TensorValues.Memory(learned!.Values);
        return values[values.Length == 1 ? 0 : slot];
    }

    private double LogScale(double number)
    {
        var above = number - smallestLogScale;
        return smallestLogScale + Math.Max(above, 0) + Math.Log(1 + Math.Exp(-Math.Abs(above)));
    }
}
