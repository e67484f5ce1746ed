using System.Numerics;

namespace VaeMlNet;

/// <summary>The options of <see cref="VaeLikelihoodOptions.Poisson"/>.</summary>
internal sealed record PoissonLikelihoodOptions : VaeLikelihoodOptions
{
    internal override string PublicName => $"{nameof(VaeLikelihoodOptions)}.{nameof(Poisson)}";

    internal override INumberFormula ZeroInflatedFormula => new ZeroInflatedFormula<PoissonFormula>();

    internal override double ToEncoderUnit(double number) => Math.Log(1 + number);

    private protected override IFormula Formula => new PoissonFormula();

    private protected override GradientFactory Gradient =>
        (likelihood, _) => new PoissonGradient(new(likelihood.Centers, likelihood.Deviations));
}

/// <summary>
/// Computes -log p of counts in the form of <see cref="PoissonFormula"/>. Its derivative by the log-rate is rate - x.
/// </summary>
internal sealed class PoissonGradient(CountRateCells rates) : ReconstructionGradient
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
            var loss = (c * ExpRemainder(d)) + ((c - x) * (d + Vector<float>.One));
            rows.Losses[row] += weight * (loss + LogFactorials.Remainders(x));
            raw = weight * (VectorFunctions.Exp(logRate) - x) * slope;
        }
    }

    /// <summary>Returns exp(d) - 1 - d.</summary>
    private static Vector<float> ExpRemainder(Vector<float> d)
    {
        var sum = new Vector<float>(1 / 5040f);
        sum = (sum * d) + new Vector<float>(1 / 720f);
        sum = (sum * d) + new Vector<float>(1 / 120f);
        sum = (sum * d) + new Vector<float>(1 / 24f);
        sum = (sum * d) + new Vector<float>(1 / 6f);
        sum = (sum * d) + new Vector<float>(1 / 2f);
        return Vector.ConditionalSelect(
            Vector.LessThanOrEqual(Vector.Abs(d), new Vector<float>((float)PoissonFormula.SeriesRadius)),
            sum * d * d,
            VectorFunctions.Exp(d) - Vector<float>.One - d
        );
    }
}

/// <summary>The log-rates of cells of counts (<see cref="CountRate"/>) with their derivatives, for manual backpropagation.</summary>
/// <param name="centers">The mean m of each slot; null for 0.</param>
/// <param name="deviations">The standard deviation s of each slot; null for 1.</param>
internal sealed class CountRateCells(float[]? centers, float[]? deviations)
{
    private static readonly Vector<float> Largest = new((float)CountRate.Largest);

    /// <summary>Returns log(rate) of cells of a slot, and its derivative s sigmoid(B - u) by the raw outputs.</summary>
    public (Vector<float> LogRate, Vector<float> Slope) At(Vector<float> raw, int slot)
    {
        var (center, deviation) = centers is null ? (0, 1) : (centers[slot], deviations![slot]);
        var curve = LogisticCurve.At(Largest - (raw * deviation) - new Vector<float>(center));
        return (Largest - curve.Softplus, curve.Sigmoid * deviation);
    }
}
