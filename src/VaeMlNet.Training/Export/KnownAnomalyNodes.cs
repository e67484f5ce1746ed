namespace VaeMlNet;

/// <summary>Adds <see cref="KnownAnomalyWeights.Contributions"/> to a graph.</summary>
internal static class KnownAnomalyNodes
{
    /// <summary>Adds the part of each slot in the score, [N, V], 0 for missing cells.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="values">The values, [N, V].</param>
    /// <param name="isMissing">1 for missing cells and 0 for others, [N, V]; null where no cell can be missing.</param>
    /// <param name="nats">The part of each slot in the score without labels, [N, V]. That of a missing cell is ignored.</param>
    /// <param name="others">The part of everything else in the score, [N, 1].</param>
    public static NodeValue Add(
        KnownAnomalyWeights weights,
        NodeValue values,
        NodeValue? isMissing,
        NodeValue nats,
        NodeValue others
    )
    {
        var scaled = (values - Row("means", weights.Means)) * Row("factors", weights.Factors);
        var standardized = scaled.Clip(-KnownAnomalyWeights.Largest, KnownAnomalyWeights.Largest);
        var means = Row("mean_nats", weights.MeanNats);
        var excess = nats - means;
        var ofNats = AddLogOfOneMore(excess) - AddLogOfOneMore(-excess);
        var sum = (standardized * Row("of_values", weights.OfValues)) + (ofNats * Row("of_nats", weights.OfNats));
        var usual = Observed(nats.Min(means));
        var above = Observed(excess.Relu() + KnownAnomalyWeights.LeastPart);
        var sumOfUsual = usual.Sum() + others; // [N, 1]
        var sumAbove = above.Sum().Max(KnownAnomalyWeights.LeastPart);
        var tooMuch = sumOfUsual + sumAbove - weights.LogAbove;
        var factor = (AddLimit(weights, tooMuch) - sumOfUsual) / sumAbove;
        var limited = usual + (above * factor);
        return Observed((tooMuch > 0).Where(limited, nats) + sum);

        NodeValue Observed(NodeValue slots) =>
            isMissing is null
                ? slots
                : (isMissing > 0).Where(0, slots).DeclareShape(MatrixNodes.BatchAxis, weights.Width);

        NodeValue Row(string name, float[] numbers) =>
            values.AddConstant($"known_anomalies.{name}", numbers, 1, weights.Width);
    }

    /// <summary>Adds the logarithmic score of each row, [N, 1].</summary>
    private static NodeValue AddLimit(KnownAnomalyWeights weights, NodeValue excess) =>
        (AddLogOfOneMore(excess / weights.LogUnit) * weights.LogUnit) + weights.LogAbove;

    private static NodeValue AddLogOfOneMore(NodeValue numbers) => (numbers.Relu() + 1).Log();
}
