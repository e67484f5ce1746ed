using System.Numerics;
using System.Runtime.CompilerServices;

namespace VaeMlNet;

/// <summary>The negative binomial distribution of counts, with the dispersion as the scale. It computes in float64, like the formula.</summary>
/// <remarks>
/// With the mean m, r = 1 / dispersion, v = (x - m) / (r + m) and l = log1p(v), -log p of <see cref="NegativeBinomialFormula"/> equals x (log(x /
/// m) - l) - r l + r(x) + log((x + r) / r) / 2 + s(r) - s(x + r), where r(x) is that of <see cref="LogFactorials"/> and s that of <see
/// cref="StirlingRemainder"/>. The derivatives are -r v by log m, and r (l - v) + x / (2 (x + r)) + r (s'(x + r) - s'(r)) by the logarithm of the
/// dispersion. Their terms are about as small as the sums for any r.
/// </remarks>
/// <param name="rates">The means.</param>
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
