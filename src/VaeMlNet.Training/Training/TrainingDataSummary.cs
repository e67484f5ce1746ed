using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>What a model remembers of the rows it was trained on. Part of a checkpoint.</summary>
internal sealed record TrainingDataSummary
{
    private const double ThresholdQuantile = 0.99;

    /// <summary>The number of training rows.</summary>
    public required long RowCount { get; init; }

    /// <summary>The number of validation rows; 0 when there were none.</summary>
    public required long ValidationRowCount { get; init; }

    /// <summary>The smallest training value.</summary>
    public required float Minimum { get; init; }

    /// <summary>The largest training value.</summary>
    public required float Maximum { get; init; }

    /// <summary>The anomaly thresholds.</summary>
    public required VaeThreshold Threshold { get; init; }

    /// <summary>Puts down what an export must know of the rows: they are gone by then.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">The rows.</param>
    /// <param name="scoredRowLimit">How many rows to take the thresholds from at most.</param>
    /// <param name="loss">The mean over the rows scored.</param>
    /// <returns>Null when the score of a row is not finite.</returns>
    public static TrainingDataSummary? Create(
        VariationalAutoencoder network,
        TrainingData data,
        long scoredRowLimit,
        out VaeLoss loss
    )
    {
        var rows = data.Validation ?? data.Sample;
        using var scope = NewDisposeScope();
        var scored = rows.narrow(0, 0, Math.Min(rows.shape[0], scoredRowLimit));
        var scores = RowScores.Compute(network, scored);
        loss = scores.MeanLoss(beta: 1);
        return scores.AreFinite ? Create(data, scores, scored.shape[0]) : null;
    }

    private static TrainingDataSummary Create(TrainingData data, RowScores scores, long scoredRowCount) =>
        new()
        {
            RowCount = data.RowCount,
            ValidationRowCount = data.Validation?.shape[0] ?? 0,
            Minimum = data.Values.Smallest,
            Maximum = data.Values.Largest,
            Threshold = new VaeThreshold
            {
                Quantile = ThresholdQuantile,
                NegativeElbo = Quantile.Of(scores.NegativeElbo, ThresholdQuantile),
                ReconstructionError = Quantile.Of(scores.ReconstructionError, ThresholdQuantile),
                Rows = scoredRowCount,
                Source = data.Validation is null ? "training" : "validation",
            },
        };
}
