using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// The change of a score by known anomalies: high scores become logarithmic, and a weighted sum of the values of a row and of the nats that each of them
/// has is added. The weights are those of a logistic regression, in nats of the score.
/// </summary>
/// <remarks>
/// Without the logarithm, rows whose scores are high for other reasons would stay above whatever the labels say. Both parts are sums over slots, so
/// that contributions still add up to the score. A missing cell has 0. Checkpoints contain the weights. Thread safety: immutable. Equality
/// compares the arrays by reference.
/// </remarks>
internal sealed record KnownAnomalyWeights
{
    /// <summary>The largest standardized value, so that one number far out of range does not decide.</summary>
    public const float Largest = 6;

    /// <summary>The nats that are added to those above the mean, so that a row with a high score and no such slot has shares, too.</summary>
    public const float LeastPart = 1e-6f;

    /// <summary>Gets the mean of each slot, [V].</summary>
    public required float[] Means { get; init; }

    /// <summary>Gets the inverse standard deviation of each slot, [V]; 0 for a slot that does not vary.</summary>
    public required float[] Factors { get; init; }

    /// <summary>Gets the mean nats of each slot, [V].</summary>
    public required float[] MeanNats { get; init; }

    /// <summary>Gets the weight of each standardized value in nats, [V].</summary>
    public required float[] OfValues { get; init; }

    /// <summary>Gets the weight of the logarithm of the nats of each slot, [V].</summary>
    public required float[] OfNats { get; init; }

    /// <summary>Gets the score k above which scores become logarithmic, in nats: s becomes k + u log(1 + (s - k) / u).</summary>
    public required float LogAbove { get; init; }

    /// <summary>Gets the unit u of the logarithm in nats.</summary>
    public required float LogUnit { get; init; }

    /// <summary>Gets the number V of slots.</summary>
    public int Width => Means.Length;

    /// <summary>Returns the part of each slot in the score of a row in nats, [n, V]. A missing cell has 0.</summary>
    /// <remarks>
    /// Nats above the mean are scaled so that the sum is that of the logarithm. Subtracting what is too much from them would leave the rounding of
    /// large numbers.
    /// </remarks>
    /// <param name="values">The slots of a network's rows without marks and embedded keys, [n, V], NaN for missing cells.</param>
    /// <param name="nats">The part of each slot in the score without labels, [n, V].</param>
    /// <param name="others">The part of everything else in the score, [n, 1].</param>
    public Tensor Contributions(Tensor values, Tensor nats, Tensor others)
    {
        var device = values.device;
        var features = Features(values, nats, Means, Factors, MeanNats); // [n, 2 V]
        var ofValues = features.narrow(1, 0, Width) * tensor(OfValues, device: device);
        var weighted = ofValues.Plus(features.narrow(1, Width, Width) * tensor(OfNats, device: device));
        var isMissing = values.isnan();
        var means = tensor(MeanNats, device: device);
        var usual = nats.minimum(means).masked_fill(isMissing, Held(0)); // [n, V]
        var above = (nats - means).relu().Plus(Held(LeastPart)).masked_fill(isMissing, Held(0)); // [n, V]
        var sumOfUsual = usual.sum([1L], keepdim: true).Plus(others); // [n, 1]
        var sumAbove = above.sum([1L], keepdim: true).clamp_min(Held(LeastPart));
        var excess = (sumOfUsual.Plus(sumAbove) - Held(LogAbove)).relu();
        var limit = ((excess / Held(LogUnit)).log1p() * Held(LogUnit)).Plus(Held(LogAbove));
        var limited = usual.Plus(above * ((limit - sumOfUsual) / sumAbove));
        return where(excess > Held(0), limited, nats).Plus(weighted);
    }

    /// <summary>Adds <see cref="Contributions"/> to a graph.</summary>
    /// <param name="values">The values, [N, V].</param>
    /// <param name="isMissing">1 for missing cells and 0 for others, [N, V]; null where no cell can be missing.</param>
    /// <param name="nats">The part of each slot in the score without labels, [N, V]. That of a missing cell is ignored.</param>
    /// <param name="others">The part of everything else in the score, [N, 1].</param>
    public NodeValue AddContributions(NodeValue values, NodeValue? isMissing, NodeValue nats, NodeValue others)
    {
        var scaled = (values - Row("means", Means)) * Row("factors", Factors);
        var standardized = scaled.Clip(-Largest, Largest);
        var means = Row("mean_nats", MeanNats);
        var excess = nats - means;
        var ofNats = AddLogOfOneMore(excess) - AddLogOfOneMore(-excess);
        var sum = (standardized * Row("of_values", OfValues)) + (ofNats * Row("of_nats", OfNats));
        var usual = Observed(nats.Min(means));
        var above = Observed(excess.Relu() + LeastPart);
        var sumOfUsual = usual.Sum() + others; // [N, 1]
        var sumAbove = above.Sum().Max(LeastPart);
        var tooMuch = sumOfUsual + sumAbove - LogAbove;
        var limit = (AddLogOfOneMore(tooMuch / LogUnit) * LogUnit) + LogAbove; // [N, 1]
        var limited = usual + (above * ((limit - sumOfUsual) / sumAbove));
        return Observed((tooMuch > 0).Where(limited, nats) + sum);

        NodeValue Observed(NodeValue slots) =>
            isMissing is null ? slots : (isMissing > 0).Where(0, slots).DeclareShape(MatrixNodes.BatchAxis, Width);

        NodeValue Row(string name, float[] numbers) => values.AddConstant($"known_anomalies.{name}", numbers, 1, Width);

        static NodeValue AddLogOfOneMore(NodeValue numbers) => (numbers.Relu() + 1).Log();
    }

    /// <summary>
    /// Returns what the weights are for, [n, 2 V]: standardized values between -6 and 6, and the logarithms of one nat more than the nats above or below
    /// their mean; 0 for missing cells.
    /// </summary>
    public static Tensor Features(Tensor values, Tensor nats, float[] means, float[] factors, float[] meanNats)
    {
        var device = values.device;
        var ofValues = ((values - tensor(means, device: device)) * tensor(factors, device: device)).Between(
            -Largest,
            Largest
        );
        var excess = nats - tensor(meanNats, device: device);
        var ofNats = excess.relu().log1p() - (excess * Held(-1)).relu().log1p();
        return cat([ofValues.masked_fill(values.isnan(), Held(0)), ofNats.masked_fill(values.isnan(), Held(0))], 1);
    }
}
