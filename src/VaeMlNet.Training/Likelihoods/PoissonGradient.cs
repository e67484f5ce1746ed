using System.Numerics;
using System.Runtime.InteropServices;

namespace VaeMlNet;

/// <summary>
/// Computes -log p of counts in the form of <see cref="PoissonLikelihood"/>. Its derivative by the log-rate is rate - x, and that of log(rate) =
/// B - softplus(B - u) by u is sigmoid(B - u).
/// </summary>
/// <param name="means">The mean m of each slot in u = m + s l with the raw output l; null for 0.</param>
/// <param name="scales">s; null for 1.</param>
internal sealed class PoissonGradient(float[]? means, float[]? scales) : ReconstructionGradient
{
    // Stirling's series is exact in float32 above these counts.
    private static readonly float[] SmallRemainders = NewSmallRemainders();

    private readonly Vector<float> largest = new((float)LogRates.Largest);
    private Vector<float>[] remainders = []; // of one slot

    public override void Differentiate(SlotRows rows)
    {
        if (remainders.Length < rows.Stride)
        {
            remainders = new Vector<float>[rows.Stride];
        }

        for (var slot = 0; slot < rows.SlotCount; slot++)
        {
            DifferentiateSlot(rows.Slots(slot, 1, slot, 1), means?[slot] ?? 0, scales?[slot] ?? 1);
        }
    }

    /// <summary>Returns log(x!) - x log(x) + x; 0 for x = 0.</summary>
    internal static float Remainder(float count)
    {
        if (count < SmallRemainders.Length)
        {
            return SmallRemainders[(int)count];
        }

        var square = (double)count * count;
        return (float)((0.5 * Math.Log(2 * Math.PI * count)) + ((1 - (1 / (30 * square))) / (12 * count)));
    }

    private void DifferentiateSlot(SlotRows rows, float mean, float scale)
    {
        var counts = MemoryMarshal.Cast<Vector<float>, float>(rows.Values);
        var remainderOfRows = MemoryMarshal.Cast<Vector<float>, float>(remainders.AsSpan());
        for (var i = 0; i < counts.Length; i++)
        {
            remainderOfRows[i] = Remainder(counts[i]);
        }

        for (var row = 0; row < rows.Stride; row++)
        {
            var (x, weight) = (rows.Values[row], rows.WeightAt(row));
            ref var raw = ref rows.Parameters[row];
            var curve = LogisticCurve.At(largest - (raw * scale) - new Vector<float>(mean));
            var logRate = largest - curve.Softplus;
            var c = Vector.Max(x, Vector<float>.One);
            var d = logRate - VectorFunctions.Log(c);
            var loss = (c * PoissonLikelihood.ExpRemainder(d)) + ((c - x) * (d + Vector<float>.One)) + remainders[row];
            rows.Losses[row] += weight * loss;
            raw = weight * (VectorFunctions.Exp(logRate) - x) * curve.Sigmoid * scale;
        }
    }

    private static float[] NewSmallRemainders()
    {
        var remainders = new float[32];
        double logFactorial = 0;
        for (var count = 1; count < remainders.Length; count++)
        {
            logFactorial += Math.Log(count);
            remainders[count] = (float)(logFactorial - (count * Math.Log(count)) + count);
        }

        return remainders;
    }
}
