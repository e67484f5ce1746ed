using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>What a model remembers of the rows it was trained on. Part of a checkpoint.</summary>
internal sealed record TrainingDataSummary
{
    private const double DefaultQuantile = 0.99;

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
    /// <param name="contamination">The share of training rows to label; null for the default quantile.</param>
    /// <param name="scoredRowLimit">How many rows to take the thresholds from at most.</param>
    /// <param name="loss">The mean over the rows scored.</param>
    /// <returns>Null when the score of a row is not finite.</returns>
    public static TrainingDataSummary? Create(
        VariationalAutoencoder network,
        TrainingData data,
        double? contamination,
        long scoredRowLimit,
        out VaeLoss loss
    )
    {
        // Contamination speaks of the training rows.
        var validation = contamination is null ? data.Validation : null;
        var rows = validation ?? data.Sample;
        using var scope = NewDisposeScope();
        var scored = rows.narrow(0, 0, Math.Min(rows.shape[0], scoredRowLimit));
        var scores = RowScores.Compute(network, scored);
        loss = scores.MeanLoss(beta: 1);
        if (!scores.AreFinite)
        {
            return null;
        }

        return new TrainingDataSummary
        {
            RowCount = data.RowCount,
            ValidationRowCount = data.Validation?.shape[0] ?? 0,
            // A table may have no value at all.
            Minimum = float.IsFinite(data.Values.Smallest) ? data.Values.Smallest : 0,
            Maximum = float.IsFinite(data.Values.Largest) ? data.Values.Largest : 0,
            Threshold = new VaeThreshold
            {
                Quantile = 1 - contamination ?? DefaultQuantile,
                NegativeElbo = ThresholdOf(scores.NegativeElbo, contamination),
                ReconstructionError = ThresholdOf(scores.ReconstructionError, contamination),
                Rows = scored.shape[0],
                Source = validation is null ? "training" : "validation",
            },
        };
    }

    private static double ThresholdOf(IEnumerable<double> scores, double? contamination) =>
        contamination is { } share ? Quantile.ExceededBy(scores, share) : Quantile.Of(scores, DefaultQuantile);
}
