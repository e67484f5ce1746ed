namespace VaeMlNet;

/// <summary>
/// Scores each row of a small table by a network that has not learned from it, so that all rows determine the anomaly threshold and not only
/// the few that are held out.
/// </summary>
/// <remarks>
/// The rows are divided into folds. For each fold, a network with the same options learns from the other rows. The scores of all rows together
/// are those of a cross-conformal predictor (Vovk 2015, "Cross-conformal predictors", sec. 2).
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
    /// <summary>Returns whether the options ask for it, and the rows allow it.</summary>
    public static bool Applies(VaeTrainerOptions options, TrainingData data) =>
        options.Data.ThresholdFolds is > 1
        && options.TimeBudget is null
        && data is InMemoryData { HaveWeights: false }
        && (data.Labeled is null || options.Labels is KnownAnomalyLabelOptions);

    /// <summary>Trains a network for each fold, and scores the fold.</summary>
    /// <param name="epochCount">The number of epochs of each training.</param>
    /// <param name="cancellationToken">Cancels the trainings.</param>
    /// <returns>The scores of all rows, without those of unseen values, and the rows in the same order; null if a training diverged.</returns>
    public (RowScores Scores, MemoryRows Rows)? Score(int epochCount, CancellationToken cancellationToken)
    {
        var folds = data.Divide(options.Data.ThresholdFolds!.Value, options.Seed);
        var ofFold = options with
        {
            EpochCount = epochCount,
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
                run.AddScores(scores, heldOut);
            }
        }
        catch (VaeDivergenceException)
        {
            return null;
        }

        return scores.Scores.AreFinite ? (scores, new JoinedRows([.. folds.Select(fold => fold.HeldOut)])) : null;
    }
}
