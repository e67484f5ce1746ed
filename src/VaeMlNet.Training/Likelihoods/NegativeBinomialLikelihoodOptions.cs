using System.Numerics;
using System.Runtime.CompilerServices;

namespace VaeMlNet;

/// <summary>
/// Independent counts that vary more than Poisson counts, such as numbers of purchases or of reads of a gene: a negative binomial
/// distribution for each slot. Values are whole numbers from 0 to 16,777,216. In tables, cells can be missing.
/// </summary>
/// <remarks>
/// <para>
/// The decoder computes the logarithm of the mean m. The variance is m + a m^2 with the dispersion a, which is learned. A small a gives
/// <see cref="VaeLikelihoodOptions.Poisson"/>.
/// </para>
/// <para>Source: Lopez et al. 2018, "Deep generative modeling for single-cell transcriptomics". The encoder's input is log(1 + x).</para>
/// </remarks>
public sealed record NegativeBinomialLikelihoodOptions : VaeLikelihoodOptions
{
    /// <summary>Gets the dispersion a. If it is learned, its initial value.</summary>
    /// <value>Default: 1. Range: finite, above 0; if learned, at least a tenth above <see cref="SmallestDispersion"/>.</value>
    public double Dispersion { get; init; } = 1;

    /// <summary>Gets the way in which the dispersion is learned.</summary>
    /// <value>Default: <see cref="VaeLearnedScale.PerFeature"/>.</value>
    /// <remarks>Choose <see cref="VaeLearnedScale.PerRow"/> if some rows vary more than others with the same mean.</remarks>
    public VaeLearnedScale Learned { get; init; } = VaeLearnedScale.PerFeature;

    /// <summary>Gets the lower bound of a learned dispersion.</summary>
    /// <value>Default: 0.0001. Range: finite, above 0. Ignored if <see cref="Learned"/> is <see cref="VaeLearnedScale.None"/>.</value>
    public double SmallestDispersion { get; init; } = 1e-4;

    internal override VaeLikelihoodOptions ToChecked()
    {
        Settings.Check("Likelihood.Dispersion", "Likelihood.SmallestDispersion");
        return this;
    }

    internal override INumberFormula ZeroInflatedFormula => new ZeroInflatedFormula<NegativeBinomialFormula>();

    internal override double ToEncoderUnit(double number) => Math.Log(1 + number);

    private protected override IFormula Formula => new NegativeBinomialFormula();

    private protected override ScaleSettings Settings => new(Dispersion, SmallestDispersion, Learned);

    private protected override GradientFactory Gradient =>
        (likelihood, learned) =>
            likelihood.NewGradient(
                new NegativeBinomialDensity(new(likelihood.Centers, likelihood.Deviations)),
                learned
            );
}

/// <summary>The negative binomial distribution of counts, with the dispersion as the scale. It computes in float64, like the formula.</summary>
/// <remarks>
/// With the mean m, r = 1 / dispersion, v = (x - m) / (r + m) and l = log1p(v), -log p of <see cref="NegativeBinomialFormula"/> equals x (log(x /
/// m) - l) - r l + r(x) + log((x + r) / r) / 2 + s(r) - s(x + r), where r(x) is that of <see cref="LogFactorials"/> and s that of <see
/// cref="StirlingRemainder"/>. The derivatives are -r v by log m, and r (l - v) + x / (2 (x + r)) + r (s'(x + r) - s'(r)) by the logarithm of the
/// dispersion. Their terms are about as small as the sums for any r.
/// </remarks>
internal readonly struct NegativeBinomialDensity(CountRateCells rates) : ICellDensity<NegativeBinomialDensity>
{
    private readonly CountRateCells rates = rates;
    private readonly int slot;
    private readonly Vector<float> isBelowLargest; // 1 where the dispersion is below its bound
    private readonly Shape low; // of the first half of the lanes
    private readonly Shape high;

    private NegativeBinomialDensity(CountRateCells rates, int slot, Vector<float> logDispersion)
        : this(rates)
    {
        this.slot = slot;
        var largest = new Vector<float>((float)NegativeBinomialFormula.LargestLogDispersion);
        isBelowLargest = Vector.ConditionalSelect(
            Vector.LessThanOrEqual(logDispersion, largest),
            Vector<float>.One,
            Vector<float>.Zero
        );
        Vector.Widen(-Vector.Min(logDispersion, largest), out var first, out var second);
        (low, high) = (Shape.Of(first), Shape.Of(second));
    }

    public NegativeBinomialDensity With(CellScale scale, int slot) => new(rates, slot, scale.Log);

    public CellLoss At(Vector<float> location, Vector<float> x)
    {
        var (logRate, slope) = rates.At(location, slot);
        Vector.Widen(x, out var x1, out var x2);
        Vector.Widen(logRate, out var logRate1, out var logRate2);
        var first = low.At(x1, logRate1);
        var second = high.At(x2, logRate2);
        return new(
            Vector.Narrow(first.Loss, second.Loss) + LogFactorials.Remainders(x),
            Vector.Narrow(first.ByLogRate, second.ByLogRate) * slope,
            Vector.Narrow(first.ByLogDispersion, second.ByLogDispersion) * isBelowLargest
        );
    }

    /// <summary>r of some cells.</summary>
    private readonly record struct Shape(Vector<double> R, Vector<double> LogR, StirlingRemainder Remainder)
    {
        public static Shape Of(Vector<double> logR)
        {
            var r = Vector.Exp(logR);
            return new(r, logR, StirlingRemainder.At(r, logR));
        }

        /// <summary>Returns the loss without r(x), and its derivatives.</summary>
        public (Vector<double> Loss, Vector<double> ByLogRate, Vector<double> ByLogDispersion) At(
            Vector<double> x,
            Vector<double> logRate
        )
        {
            var half = new Vector<double>(0.5);
            var logX = Vector.Log(Vector.Max(x, Vector<double>.One));
            var rate = Vector.Exp(logRate);
            var total = R + rate;
            var sum = x + R;
            var logSum = Vector.Log(sum);
            var v = (x - rate) / total;
            var l = Log1Plus(v);
            var ofSum = StirlingRemainder.At(sum, logSum);
            return (
                (x * (logX - logRate - l)) - (R * l) + (half * (logSum - LogR)) + Remainder.Value - ofSum.Value,
                -R * v,
                (R * (l - v + ofSum.Slope - Remainder.Slope)) + (half * x / sum)
            );
        }

        /// <summary>Returns log(w) of w = 1 + v, corrected by the rounding of w.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector<double> Log1Plus(Vector<double> v)
        {
            var w = Vector<double>.One + v;
            return Vector.Log(w) + ((v - (w - Vector<double>.One)) / w);
        }
    }
}
