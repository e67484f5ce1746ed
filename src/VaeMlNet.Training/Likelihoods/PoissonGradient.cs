using System.Numerics;

namespace VaeMlNet;

/// <summary>
/// Computes -log p of counts in the form of <see cref="PoissonLikelihood"/>. Its derivative by the log-rate is rate - x.
/// </summary>
/// <param name="rates">The rates.</param>
internal sealed class PoissonGradient(LogRates rates) : ReconstructionGradient
{
    public override void Differentiate(SlotRows rows)
    {
        for (var slot = 0; slot < rows.SlotCount; slot++)
        {
            DifferentiateSlot(rows.Slots(slot, 1, slot, 1), slot);
        }
    }

    private void DifferentiateSlot(SlotRows rows, int slot)
    {
        for (var row = 0; row < rows.Stride; row++)
        {
            var (x, weight) = (rows.Values[row], rows.WeightAt(row));
            ref var raw = ref rows.Parameters[row];
            var (logRate, slope) = rates.At(raw, slot);
            var c = Vector.Max(x, Vector<float>.One);
            var d = logRate - VectorFunctions.Log(c);
            var loss = (c * PoissonLikelihood.ExpRemainder(d)) + ((c - x) * (d + Vector<float>.One));
            rows.Losses[row] += weight * (loss + LogFactorials.Remainders(x));
            raw = weight * (VectorFunctions.Exp(logRate) - x) * slope;
        }
    }
}
