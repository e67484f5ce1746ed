using System.Numerics;

namespace VaeMlNet;

/// <summary>
/// Independent positive amounts, such as prices or durations, whose logarithms are normal: the decoder computes the mean of log x. In
/// tables, cells can be missing.
/// </summary>
/// <remarks>
/// Values must be above 0. For amounts that can be 0, use <see cref="ZeroInflatedLikelihoodOptions"/>. The encoder's input is log x. In tables,
/// the logarithms are standardized by their mean and standard deviation in the training data, and the density is that of the amount divided by
/// its geometric mean.
/// </remarks>
public sealed record LogNormalLikelihoodOptions : VaeLikelihoodOptions
{
    /// <summary>Gets the standard deviation of log x; in tables, of the standardized logarithm. If it is learned, its initial value.</summary>
    /// <value>Default: 1. Range: finite, above 0; if learned, at least a tenth above <see cref="SmallestScale"/>.</value>
    public double Scale { get; init; } = 1;

    /// <summary>Gets the way in which the standard deviation is learned.</summary>
    /// <value>Default: <see cref="VaeLearnedScale.PerFeature"/>.</value>
    public VaeLearnedScale Learned { get; init; } = VaeLearnedScale.PerFeature;

    /// <summary>Gets the lower bound of a learned standard deviation.</summary>
    /// <value>
    /// Default: 0.05. Range: finite, above 0. Ignored if <see cref="Learned"/> is <see cref="VaeLearnedScale.None"/>.
    /// </value>
    /// <remarks>Choose more for amounts that repeat exactly, such as prices of a list, so that they do not outweigh all others.</remarks>
    public double SmallestScale { get; init; } = 0.05;

    /// <summary>Gets the settings for the amounts of a table.</summary>
    internal static LogNormalLikelihoodOptions ForTables { get; } =
        new() { Learned = VaeLearnedScale.PerRow, SmallestScale = 0.1 };

    internal override VaeLikelihoodOptions ToChecked()
    {
        Settings.Check("Likelihood.Scale", "Likelihood.SmallestScale");
        return this;
    }

    internal override INumberFormula ZeroInflatedFormula =>
        new ZeroInflatedFormula<LogNormalFormula>(new(IsBesideZeros: true));

    internal override double ToEncoderUnit(double number) => number > 0 ? Math.Log(number) : double.NaN;

    private protected override IFormula Formula => new LogNormalFormula(IsBesideZeros: false);

    private protected override ScaleSettings Settings => new(Scale, SmallestScale, Learned);

    private protected override GradientFactory Gradient =>
        (likelihood, learned) =>
            new LogNormalGradient(
                likelihood.NewRatioGradient(default(GaussianDensity), learned),
                likelihood.Centers,
                likelihood.Deviations
            );
}

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
