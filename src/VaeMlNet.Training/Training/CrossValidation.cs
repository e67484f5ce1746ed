namespace VaeMlNet;

/// <summary>
/// Scores each row of a small table or window of a series by a network that has not learned from it, so that all rows determine the anomaly
/// threshold and not only the few that are held out.
/// </summary>
/// <remarks>
/// The rows are divided into folds, at random or by <see cref="WindowFolds"/>. For each fold, a network with the same options learns from the other
/// rows. The scores of all rows together are those of a cross-conformal predictor (Vovk 2015, "Cross-conformal predictors", sec. 2).
/// </remarks>
/// <param name="options">The options of the model, all of which are chosen.</param>
/// <param name="data">The rows of the model, in memory and without weights.</param>
/// <param name="newNetwork">Creates a network like that of the model.</param>
/// <param name="device">The device to train on.</param>
internal sealed class CrossValidation(
    VaeTrainerOptions options,
    InMemoryData data,
    Func<VariationalAutoencoder> newNetwork,
    TrainingDevice device
)
{
    // Networks of fewer epochs know less of the other times, as the model knows less of the future (docs/series-benchmark.md).
    private const int WindowEpochDivisor = 3;

    /// <summary>Gets what the scores of models of normal rows consist of, by the first fold; null before, and for other models.</summary>
    public VaeNormalRows? NormalRows { get; private set; }

    /// <summary>Gets the folds of windows; null for random folds of rows.</summary>
    public WindowFolds? Windows { get; init; }

    /// <summary>Returns whether the options ask for it, and the rows allow it.</summary>
    public static bool Applies(VaeTrainerOptions options, TrainingData data) =>
        options.Data.ThresholdFolds is > 1
        && options.TimeBudget is null
        && data is InMemoryData { HaveWeights: false }
        && (data.Labeled is null || options.Labels is KnownAnomalyLabelOptions);

    /// <summary>Trains a network for each fold, and scores the fold.</summary>
    /// <returns>The scores of all rows, without those of unseen values, and the rows in the same order; null if a training diverged.</returns>
    public (RowScores Scores, MemoryRows Rows)? Score(int epochCount, CancellationToken cancellationToken)
    {
        var count = options.Data.ThresholdFolds!.Value;
        var folds = data.Divide(Windows?.Divide(count) ?? data.RandomFolds(count, options.Seed));
        var ofFold = options with
        {
            EpochCount = Windows is null ? epochCount : Math.Max(1, epochCount / WindowEpochDivisor),
            EarlyStopping = null,
            Data = options.Data with { ValidationShare = 0 },
        };
        RowScores scores = new();
        try
        {
            foreach (var (training, heldOut) in folds)
            {
                using var network = newNetwork();
                using var run = new TrainingRun(ofFold, training, network, checkpoints: null, device);
                run.Train(progress: null, cancellationToken);
                NormalRows = run.AddScores(scores, heldOut, NormalRows);
            }
        }
        catch (VaeDivergenceException)
        {
            return null;
        }

        if (folds.Count == 0 || !scores.Scores.AreFinite)
        {
            return null;
        }

        Windows?.Keep(scores.Scores);
        return (scores, new JoinedRows([.. folds.Select(fold => fold.HeldOut)]));
    }
}
