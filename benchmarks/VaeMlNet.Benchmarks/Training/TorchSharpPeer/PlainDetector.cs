using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace VaeMlNet.Benchmarks;

/// <summary>
/// A detector with the default network and loss of VaeMlNet's detectors: missing cells are 0 with a mark, and have no loss. Numbers have
/// Student's t likelihood. The rows with the largest losses are left out.
/// </summary>
internal sealed class PlainDetector : PlainVae
{
    private const long Numbers = DetectorTable.NumberCount;
    private const long Booleans = DetectorTable.BooleanCount;
    private const long Keys = DetectorTable.KeyCount;
    private const long Values = DetectorTable.CategoryCount;
    private const long Width = Numbers + Booleans + (Keys * Values);
    private const long Marks = Numbers + Keys;
    private const long Hidden = 64;
    private const long Latents = 16;
    private const double DegreesOfFreedom = 4;
    private const double SmallestScale = 0.1;

    // log(Gamma(n / 2) / Gamma((n + 1) / 2) sqrt(n pi)) for 4 degrees of freedom: Gamma(2) = 1, Gamma(5 / 2) = 3/4 sqrt(pi).
    private static readonly double Normalizer = Math.Log(2 * Math.Sqrt(Math.PI) / (0.75 * Math.Sqrt(Math.PI)));

    // The scale of a cell begins at 1, and stays above the smallest one.
    private static readonly double SmallestLog = Math.Log(SmallestScale);
    private static readonly double Shift = Math.Log(Math.Exp(-SmallestLog) - 1);

    private readonly Tensor logOdds;
    private readonly double least;

    /// <param name="rows">All rows, [rows, width + marks], which give the shares of missing cells.</param>
    public PlainDetector(Tensor rows)
        : base(
            Sequential(Linear(Width + Numbers, Hidden), Tanh()),
            Hidden,
            Latents,
            Sequential(Linear(Latents, Hidden), Tanh(), Linear(Hidden, Width + Numbers + Marks))
        )
    {
        using var scope = NewDisposeScope();
        var rowCount = rows.shape[0];
        var share = (rows.narrow(1, Width, Marks).sum([0]) + 0.5) / (rowCount + 1);
        logOdds = (share / (1 - share)).log().DetachFromDisposeScope();
        least = 0.5 / (rowCount + 1);
    }

    /// <inheritdoc />
    public override (Tensor Minimized, Tensor Loss) Loss(Tensor rows)
    {
        var (output, mu, logVar) = forward(EncoderInput(rows));
        var losses = Reconstruction(output, rows) + Divergence(mu, logVar).sum(1); // [n]
        var count = (int)rows.shape[0];
        var kept = count - (int)(TrainingSection.TrimmedShare * count);
        return (losses.topk(kept, largest: false, sorted: false).values.mean(), losses.sum());
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            logOdds.Dispose();
        }

        base.Dispose(disposing);
    }

    private static Tensor EncoderInput(Tensor rows)
    {
        var values = rows.narrow(1, 0, Width);
        return cat([values.nan_to_num(0), values.narrow(1, 0, Numbers).isnan().to(ScalarType.Float32)], 1);
    }

    /// <summary>Returns -log p of each row, [n].</summary>
    private Tensor Reconstruction(Tensor output, Tensor rows)
    {
        var features = rows.split([Numbers, Booleans, Keys * Values, Marks], 1);
        var (numbers, booleans, keys, marks) = (features[0], features[1], features[2], features[3]);
        var parameters = output.split([Numbers, Numbers, Booleans, Keys * Values, Marks], 1);
        var (location, scale, logits) = (parameters[0], parameters[1], parameters[2]);
        var (keyLogits, markLogits) = (parameters[3], parameters[4] + logOdds);
        return OfNumbers(numbers, location, scale)
            + functional.binary_cross_entropy_with_logits(logits, booleans, reduction: Reduction.None).sum(1)
            - (keys.nan_to_num(0) * keyLogits.view(-1, Keys, Values).log_softmax(2).flatten(1)).sum(1)
            - ((marks * Probability(markLogits).log()) + ((1 - marks) * Probability(-markLogits).log())).sum(1);
    }

    private static Tensor OfNumbers(Tensor numbers, Tensor location, Tensor scale)
    {
        var logScale = SmallestLog + functional.softplus(scale + Shift);
        var ratio = (location - numbers.nan_to_num(0)) / logScale.exp();
        var losses = ((DegreesOfFreedom + 1) / 2 * (ratio.pow(2) / DegreesOfFreedom).log1p()) + logScale + Normalizer;
        return losses.masked_fill(numbers.isnan(), 0).sum(1);
    }

    private Tensor Probability(Tensor logits) => least + ((1 - (2 * least)) * logits.sigmoid());
}
