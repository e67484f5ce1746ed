namespace VaeMlNet;

/// <summary>A summary of the rows that a model was trained on. Checkpoints contain it.</summary>
internal sealed record TrainingDataSummary
{
    private static readonly ThresholdRule Unusual = ThresholdRule.From(new() { Quantile = 0.99 });
    private const double SmallestScoreSpread = 1;

    /// <summary>Sums of many such values are finite float32 numbers.</summary>
    public const double LargestScoreSpread = 1e9;

    /// <summary>Gets the number of training rows.</summary>
    public required long RowCount { get; init; }

    /// <summary>Gets the number of validation rows; 0 without validation data.</summary>
    public required long ValidationRowCount { get; init; }

    /// <summary>Gets the number of rows whose labels training used; 0 without labels.</summary>
    public long LabeledRowCount { get; init; }

    /// <summary>Gets the smallest value of the training data.</summary>
    public required float Minimum { get; init; }

    /// <summary>Gets the largest value of the training data.</summary>
    public required float Maximum { get; init; }

    /// <summary>Gets the anomaly thresholds.</summary>
    public required VaeThreshold Threshold { get; init; }

    /// <summary>Gets the scores from which p-values are computed; null in older checkpoints.</summary>
    public CalibrationScores? Calibration { get; init; }

    /// <summary>
    /// Gets what is usual for each raw slot, or for each channel of windows, for the reasons of scores: the contributions of the validation rows, or of the training rows without
    /// them, and the ranges of features; null for very wide rows and in older checkpoints.
    /// </summary>
    public UsualSlots? Usual { get; init; }

    /// <summary>Gets the combinations of conditions with their shares; null for a model without conditions.</summary>
    public IReadOnlyList<ConditionShare>? Conditions { get; init; }

    /// <summary>
    /// Gets the spread of the scores of usual rows in nats, at least 1: the distance from the median to the 0.99 quantile of the scores of the
    /// validation rows, or of the training rows without them. A new category, or a number that is two tails outside its <see
    /// cref="SeenRange"/>, raises the score by as much. It alone then makes a typical row as unusual as one row in 100, however much the scores
    /// of usual rows differ. 0 for features.
    /// </summary>
    public double ScoreSpread { get; init; }

    /// <summary>
    /// Gets the error of decoded values in relation to that of means (<see cref="VaeTrainingSummary.RelativeError"/>); null if no column varies,
    /// and in older checkpoints.
    /// </summary>
    public double? RelativeError { get; init; }

    /// <summary>Gets the regressions that the imputer blends with the model; null for none and in older checkpoints.</summary>
    public RegressionImputation? Regressions { get; init; }

    /// <summary>Gets the training rows to which scores measure distances; null for none and in older checkpoints.</summary>
    public TrainingNeighbors? Neighbors { get; init; }

    /// <summary>Gets what known anomalies add to scores; null for none and in older checkpoints.</summary>
    public KnownAnomalyWeights? KnownAnomalies { get; init; }

    /// <summary>
    /// Summarizes the rows for a later export, which does not have them. The network then scores unseen categories with
    /// <see cref="ScoreSpread"/>.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="data">The rows.</param>
    /// <param name="rule">The rule for the thresholds.</param>
    /// <param name="holdsOutRows">Whether the validation rows were held out of the training data.</param>
    /// <param name="scoredRowLimit">The largest number of rows that the thresholds are computed from.</param>
    /// <param name="crossValidated">The scores of all rows by networks that have not learned from them; null for none.</param>
    /// <param name="loss">The mean over the scored rows.</param>
    /// <returns>The summary; null if the score of a row is not finite.</returns>
    public static TrainingDataSummary? Create(
        VariationalAutoencoder network,
        TrainingData data,
        ThresholdRule rule,
        bool holdsOutRows,
        long scoredRowLimit,
        CrossValidatedScores? crossValidated,
        out VaeLoss loss
    )
    {
        var rows = crossValidated?.Rows ?? data.Validation ?? data.Sample;
        var source =
            crossValidated is not null ? VaeThreshold.CrossValidatedRows
            : data.Validation is null ? VaeThreshold.TrainingRows
            : VaeThreshold.ValidationRows;
        var calibration = crossValidated?.Scores ?? Score(network, rows, scoredRowLimit);
        var spread = FindScoreSpread(network, calibration.Scores, crossValidated?.TimeLengths);
        if (network.RaiseScoreSpread(spread) is { } change)
        {
            calibration.Change(network, rows, change);
        }

        loss = calibration.MeanLoss(beta: 1);
        if (!calibration.Scores.AreFinite)
        {
            return null;
        }

        // Contamination refers to all rows of the training data.
        var isOfTraining = rule.Name == VaeThreshold.ByContamination;
        var (scores, thresholdSource) =
            isOfTraining && source != VaeThreshold.TrainingRows
                ? (Score(network, AllTrainingRows(data, holdsOutRows), scoredRowLimit), VaeThreshold.TrainingRows)
                : (calibration, source);
        if (!scores.Scores.AreFinite)
        {
            loss = scores.MeanLoss(beta: 1);
            return null;
        }

        return new TrainingDataSummary
        {
            RowCount = data.CountedRows,
            ValidationRowCount = data.Validation?.Count ?? 0,
            LabeledRowCount = data.Labeled?.TotalCount ?? 0,
            Minimum = data.Minimum,
            Maximum = data.Maximum,
            Threshold = rule.Fit(scores.Scores, thresholdSource, isOfTraining ? null : crossValidated?.TimeLengths),
            Conditions = network.ConditionLayer is { Conditions: var conditions }
                ? CountCombinations(conditions, data.Sample)
                : null,
            Calibration = CalibrationScores.Summarize(calibration.Scores, source),
            ScoreSpread = spread,
            Usual = UsualRanges.Find(network, data.Sample, rows),
            RelativeError = DecodedError.Find(network, data.Validation ?? data.Sample),
            Neighbors = network.Neighbors,
            KnownAnomalies = network.KnownAnomalies,
        };
    }

    private static double FindScoreSpread(
        VariationalAutoencoder network,
        ScoresByKind scores,
        IReadOnlyList<int>? timeLengths
    )
    {
        if (network.Table is null || !scores.AreFinite)
        {
            return 0;
        }

        var spread =
            Unusual.Apply(scores, VaeScoreKind.NegativeElbo, timeLengths)
            - Quantile.Compute(scores[VaeScoreKind.NegativeElbo], 0.5);
        return Math.Clamp(spread, SmallestScoreSpread, LargestScoreSpread);
    }

    /// <summary>Returns the rows of the training data, or of a sample of them, with as large a share of held-out rows.</summary>
    private static MemoryRows AllTrainingRows(TrainingData data, bool holdsOutRows) =>
        holdsOutRows && data.Validation is { } heldOut
            ? new JoinedRows([heldOut.Spread(heldOut.Count * data.Sample.Count / data.CountedRows), data.Sample])
            : data.Sample;

    private static IReadOnlyList<ConditionShare> CountCombinations(Conditions conditions, MemoryRows rows)
    {
        var first = rows.Width - conditions.RawWidth;
        var slots = new float[conditions.RawWidth][];
        for (var slot = 0; slot < slots.Length; slot++)
        {
            slots[slot] = new float[rows.Count];
            rows.CopySlot(first + slot, slots[slot]);
        }

        return ConditionCombinations.Count(conditions, slots);
    }

    private static RowScores Score(VariationalAutoencoder network, MemoryRows rows, long limit) =>
        RowScores.Compute(network, rows.First(limit));
}
