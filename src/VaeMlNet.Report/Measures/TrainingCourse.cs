namespace VaeMlNet.Report;

/// <summary>The course of a training: whether it converged, and the events that explain its curves.</summary>
internal sealed record TrainingCourse
{
    // The same rule as the training's own: see Convergence in VaeMlNet.Training.
    private const double LastShare = 0.1;
    private const double LargestDecreaseAtEnd = 0.01;
    private const double LargestIncreaseAfterBest = 0.02;
    private const double LossTolerance = 1e-6;
    private const int LeastEpochsOfDeviation = 3;
    private const int MostEpochsOfDeviation = 10;

    public required TrainingHistory History { get; init; }

    public VaeEpoch Last => History.Epochs[^1];

    /// <summary>Gets whether there were validation rows.</summary>
    public bool IsValidated => Last.Validation is not null;

    /// <summary>Gets whether there are enough epochs for curves and for a judgment.</summary>
    public bool HasCurves => History.Epochs.Count > 1;

    /// <summary>Gets the number of epochs in the last tenth of the training.</summary>
    public int LastCount => Math.Max((int)(History.Epochs.Count * LastShare), 1);

    /// <summary>Gets the decrease of the monitored loss in the last tenth of the epochs, in nats per row.</summary>
    public double LastDecrease { get; private init; }

    /// <summary>Gets this decrease as a share of the decrease in the whole training.</summary>
    public double LastDecreaseShare { get; private init; }

    /// <summary>Gets whether the loss still fell at the end.</summary>
    public bool StillFalls => HasCurves && LastDecreaseShare > LargestDecreaseAtEnd;

    /// <summary>
    /// Gets the increase of the validation loss from the best epoch to the epoch whose weights were kept; 0 without validation rows.
    /// </summary>
    public double IncreaseAfterBest { get; private init; }

    /// <summary>Gets whether the model was kept from an epoch after the validation loss had risen. False with trimming, with which it rises anyway.</summary>
    public bool Overfits { get; private init; }

    /// <summary>
    /// Gets the standard deviation of the last losses around their trend, which is the uncertainty of a single one; null for fewer than
    /// three epochs.
    /// </summary>
    public double? Deviation { get; private init; }

    /// <summary>Gets the number of epochs of <see cref="Deviation"/>.</summary>
    public int DeviationEpochs { get; private init; }

    /// <summary>Gets the number of the epoch whose weights the model has; null if it is unknown.</summary>
    public int? KeptEpoch { get; private init; }

    /// <summary>Gets the first epoch at the full weight of KL; null without a warm-up.</summary>
    public int? WarmUpEnd { get; private init; }

    /// <summary>Gets the first epoch that left rows out; null without trimming, and for models of older versions.</summary>
    public int? TrimmingStart { get; private init; }

    /// <summary>Summarizes the history of a model. Returns null for a model without one.</summary>
    public static TrainingCourse? Of(VaeModel model) =>
        model.BestEpoch is { } best ? Of(new(best.Epoch, model.History), model.Manifest.Training) : null;

    /// <summary>Summarizes a history.</summary>
    public static TrainingCourse Of(TrainingHistory history, VaeTrainingSummary training)
    {
        var epochs = history.Epochs;
        var trimming = epochs.FirstOrDefault(epoch => epoch.TrimmedShare > 0)?.Epoch;
        double[] losses = [.. epochs.Select(epoch => epoch.MonitoredLoss(training.Beta))];
        var lastCount = Math.Max((int)(losses.Length * LastShare), 1);
        // Losses include the rows that trimming leaves out, and rise when it starts. Only the losses since then can be compared.
        var first = Math.Min((trimming ?? 1) - 1, Math.Max(0, losses.Length - lastCount - 1));
        var before = losses[first..Math.Max(first + 1, losses.Length - lastCount)].Min();
        var best = losses[first..].Min();
        var kept = Kept(epochs, training);
        var increase = epochs[^1].Validation is null || kept is null ? 0 : losses[kept.Value - 1] - best;
        var whole = losses[0] - losses.Min();
        var tail = losses[^Math.Min(MostEpochsOfDeviation, losses.Length)..];
        return new()
        {
            History = history,
            LastDecrease = before - best,
            LastDecreaseShare = whole > 0 ? (before - best) / whole : 0,
            IncreaseAfterBest = increase,
            Overfits = trimming is null && increase > LargestIncreaseAfterBest * whole,
            Deviation = tail.Length < LeastEpochsOfDeviation ? null : DeviationAroundTrend(tail),
            DeviationEpochs = tail.Length,
            KeptEpoch = kept,
            WarmUpEnd =
                epochs[0].Training.Beta < epochs[^1].Training.Beta
                    ? epochs.First(epoch => epoch.Training.Beta >= epochs[^1].Training.Beta).Epoch
                    : null,
            TrimmingStart = trimming,
        };
    }

    /// <summary>Finds the epoch whose validation loss the manifest has.</summary>
    private static int? Kept(IReadOnlyList<VaeEpoch> epochs, VaeTrainingSummary training) =>
        epochs
            .LastOrDefault(epoch =>
                epoch.Validation is { } loss
                && Math.Abs(loss.Reconstruction - training.Reconstruction)
                    <= LossTolerance * Math.Max(1, Math.Abs(training.Reconstruction))
                && Math.Abs(loss.Kl - training.Kl) <= LossTolerance * Math.Max(1, training.Kl)
            )
            ?.Epoch;

    /// <summary>Returns the standard deviation around the straight line that fits best by least squares.</summary>
    private static double DeviationAroundTrend(double[] values)
    {
        var middle = (values.Length - 1) / 2.0;
        var mean = values.Average();
        var slope =
            values.Select((value, i) => (i - middle) * (value - mean)).Sum()
            / values.Select((_, i) => (i - middle) * (i - middle)).Sum();
        var squares = values.Select((value, i) => Math.Pow(value - mean - (slope * (i - middle)), 2)).Sum();
        return Math.Sqrt(squares / (values.Length - 2));
    }
}
