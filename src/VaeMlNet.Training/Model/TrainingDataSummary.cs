using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>A summary of the rows that a model was trained on. Part of a checkpoint.</summary>
internal sealed record TrainingDataSummary
{
    private const string Training = "training";

    /// <summary>The number of training rows.</summary>
    public required long RowCount { get; init; }

    /// <summary>The number of rows that were left out before training as too far from the others.</summary>
    public long RemovedRowCount { get; init; }

    /// <summary>The number of validation rows; 0 when there were none.</summary>
    public required long ValidationRowCount { get; init; }

    /// <summary>The smallest training value.</summary>
    public required float Minimum { get; init; }

    /// <summary>The largest training value.</summary>
    public required float Maximum { get; init; }

    /// <summary>The anomaly thresholds.</summary>
    public required VaeThreshold Threshold { get; init; }

    /// <summary>The scores that p-values are taken against; null in older checkpoints.</summary>
    public CalibrationScores? Calibration { get; init; }

    /// <summary>Puts down what an export must know of the rows: they are gone by then.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">The rows.</param>
    /// <param name="rule">The rule for the thresholds.</param>
    /// <param name="scoredRowLimit">The largest number of rows that the thresholds are computed from.</param>
    /// <param name="loss">The mean over the rows scored.</param>
    /// <returns>Null when the score of a row is not finite.</returns>
    public static TrainingDataSummary? Create(
        VariationalAutoencoder network,
        TrainingData data,
        ThresholdRule rule,
        long scoredRowLimit,
        out VaeLoss loss
    )
    {
        var source = data.Validation is null ? Training : "validation";
        var calibration = Score(network, data.Validation ?? data.Sample, scoredRowLimit);
        loss = calibration.MeanLoss(beta: 1);
        if (!calibration.Scores.AreFinite)
        {
            return null;
        }

        // Contamination speaks of the training rows, all of them.
        var isOfTraining = rule.Name == VaeThreshold.ByContamination;
        var (scores, thresholdSource) =
            isOfTraining && (data.Validation ?? data.Removed) is not null
                ? (Score(network, AllTrainingRows(data), scoredRowLimit), Training)
                : (calibration, source);
        if (!scores.Scores.AreFinite)
        {
            loss = scores.MeanLoss(beta: 1);
            return null;
        }

        return new TrainingDataSummary
        {
            RowCount = data.RowCount,
            RemovedRowCount = data.Removed?.shape[0] ?? 0,
            ValidationRowCount = data.Validation?.shape[0] ?? 0,
            Minimum = data.Minimum,
            Maximum = data.Maximum,
            Threshold = VaeThreshold.Fit(rule, scores.Scores, thresholdSource),
            Calibration = CalibrationScores.Summarize(calibration.Scores, source),
        };
    }

    private static Tensor AllTrainingRows(TrainingData data) =>
        data.Removed is { } removed ? cat([removed, data.Sample], 0) : data.Sample;

    private static RowScores Score(VariationalAutoencoder network, Tensor rows, long limit)
    {
        using var scope = NewDisposeScope();
        return RowScores.Compute(network, rows.narrow(0, 0, Math.Min(rows.shape[0], limit)));
    }
}
