using System.Numerics;

namespace VaeMlNet;

/// <summary>
/// Counts or amounts with more zeros than their distribution explains, such as purchases of people of whom most buy nothing: each slot is 0
/// with a probability that the decoder computes, and otherwise has another distribution.
/// </summary>
/// <remarks>
/// For counts, the other distribution can give zeros too (Lambert 1992). With <see cref="LogNormalLikelihoodOptions"/>, values are at least 0, and
/// all zeros are additional ones (a two-part model, Duan et al. 1983).
/// </remarks>
public sealed record ZeroInflatedLikelihoodOptions : VaeLikelihoodOptions
{
    private const string ValuesName = "Likelihood.Values";

    /// <summary>Gets the distribution of the values besides the additional zeros.</summary>
    /// <value>
    /// Default: <see cref="NegativeBinomialLikelihoodOptions"/>. Allowed: these, <see cref="VaeLikelihoodOptions.Poisson"/> or <see
    /// cref="LogNormalLikelihoodOptions"/>.
    /// </value>
    public VaeLikelihoodOptions Values { get; init; } = new NegativeBinomialLikelihoodOptions();

    internal override VaeLikelihoodOptions ToChecked()
    {
        OptionRange.Given(Values, ValuesName).ToChecked();
        OptionRange.Require(
            Values.ZeroInflatedFormula is not null,
            ValuesName,
            Values.PublicName,
            $"the options of a Poisson, negative binomial or log-normal likelihood"
        );
        return this;
    }

    internal override double ToEncoderUnit(double number) => Values.ToEncoderUnit(number);

    internal override Likelihood Create(int inputDim) => Values.CreateBesideZeros(inputDim, null, null);

    internal override Likelihood CreateForNumbers(float[] means, float[] scales) =>
        Values.CreateBesideZeros(means.Length, means, scales);

    private protected override IFormula? Formula => Values.ZeroInflatedFormula;
}

/// <summary>
/// The gradient of <see cref="ZeroInflatedFormula{TFormula}"/>. With the loss f of the other distribution and the logit l, the derivatives are q and q -
/// sigmoid(-l) for 0, with the probability q = sigmoid(-l - f) that a zero comes from the other distribution, and 1 and sigmoid(l) for other values.
/// </summary>
/// <param name="values">The gradient of the other distribution.</param>
/// <param name="areCounts">Whether the other distribution gives 0 a probability; otherwise q = 0.</param>
internal sealed class ZeroInflatedGradient(ReconstructionGradient values, bool areCounts) : ReconstructionGradient
{
    private Vector<float>[] cells = []; // f, then the weighted derivative by f, [D, stride]

    public override void Differentiate(SlotRows rows)
    {
        if (cells.Length != rows.Values.Length)
        {
            cells = new Vector<float>[rows.Values.Length];
        }

        Array.Clear(cells);
        var logits = rows.Parameters[^cells.Length..];
        values.Differentiate(rows.Cells((rows.Parameters.Length - cells.Length) / rows.Stride, cells));
        for (var i = 0; i < cells.Length; )
        {
            for (var row = 0; row < rows.Stride; row++, i++)
            {
                var (loss, weight) = (cells[i], rows.WeightAt(i));
                var isZero = Vector.Equals(rows.Values[i], Vector<float>.Zero);
                var curve = LogisticCurve.At(Vector.ConditionalSelect(isZero, -logits[i], logits[i]));
                var (ofZero, share) = areCounts ? OfZero(-logits[i] - loss) : default;
                rows.Losses[row] += weight * (curve.Softplus + Vector.ConditionalSelect(isZero, -ofZero, loss));
                logits[i] = weight * Vector.ConditionalSelect(isZero, share - curve.Sigmoid, curve.Sigmoid);
                cells[i] = weight * Vector.ConditionalSelect(isZero, share, Vector<float>.One);
            }
        }
    }

    public override void Scale(Span<Vector<float>> gradient, ReadOnlySpan<Vector<float>> factors)
    {
        base.Scale(gradient[^cells.Length..], factors);
        base.Scale(cells, factors);
        values.Scale(gradient[..^cells.Length], cells);
    }

    private static (Vector<float> Softplus, Vector<float> Sigmoid) OfZero(Vector<float> x)
    {
        var curve = LogisticCurve.At(x);
        return (curve.Softplus, curve.Sigmoid);
    }
}
