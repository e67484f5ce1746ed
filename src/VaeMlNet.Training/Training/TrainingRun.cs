using TorchSharp;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>A training of one network, epoch by epoch.</summary>
internal sealed class TrainingRun : IDisposable
{
    // The number of rows that are scored for the thresholds of an intermediate checkpoint. The final model scores all rows.
    private const long ScoredRowsOnTheWay = 10_000;

    private readonly VaeTrainerOptions options;
    private readonly TrainingData data;
    private readonly VariationalAutoencoder network;
    private readonly TrainingLoop loop;
    private readonly TrainingCheckpoints? checkpoints;
    private readonly Divergence divergence;
    private List<VaeEpoch> history = [];
    private WeightsSnapshot? best;
    private WeightsSnapshot? average;
    private WeightsSnapshot? calibrated;
    private EpochSnapshot? lastEpoch;
    private RegressionImputation? regressionsOfTraining;

    /// <summary>Prepares a run.</summary>
    /// <param name="options">Checked options.</param>
    /// <param name="data">The rows.</param>
    /// <param name="network">The network. Its weights are initialized again from the seed in <paramref name="options"/>.</param>
    /// <param name="checkpoints">The options of checkpoints; null for none.</param>
    /// <param name="device">The device to train on. Initial weights and random numbers do not depend on it.</param>
    /// <param name="stopsEarly">Whether the training, or that of the model of a fold, stops early.</param>
    public TrainingRun(
        VaeTrainerOptions options,
        TrainingData data,
        VariationalAutoencoder network,
        TrainingCheckpoints? checkpoints,
        TrainingDevice device,
        bool stopsEarly
    )
    {
        this.options = options;
        this.data = data;
        this.network = network;
        this.checkpoints = checkpoints;
        divergence = new Divergence(options, checkpoints);
        using (var generator = new Generator(unchecked((ulong)options.Seed)))
        {
            network.Initialize(generator);
            network.InitializePrior(data.Sample, generator);
        }

        if (stopsEarly)
        {
            // The best epoch can be one of the first, in which all bins and categories would still be alike.
            network.BeginWithShares();
        }

        if (device.IsAccelerator)
        {
            network.to(device.Device);
            data.MoveTo(device);
        }

        loop = new TrainingLoop(options, network, data, device);
    }

    /// <summary>Gets the cross-validation that determines the thresholds; null for none.</summary>
    public CrossValidation? CrossValidation { get; init; }

    /// <summary>Gets the regressions of all rows, for the imputer, which may still be fitted; null for none.</summary>
    public Task<RegressionImputation?>? Regressions { get; init; }

    /// <summary>Runs the training to its end.</summary>
    /// <returns>The model, which owns the network. The network is on the CPU.</returns>
    /// <exception cref="VaeDivergenceException">The loss is not finite.</exception>
    /// <exception cref="OperationCanceledException">Training was canceled.</exception>
    public TrainedVae Run(IProgress<VaeTrainingProgress>? progress, CancellationToken cancellationToken)
    {
        if (CrossValidation is null || checkpoints is not null || options.EarlyStopping is not null)
        {
            return Finish(TrainAndScoreFolds(progress, cancellationToken));
        }

        // The number of epochs is known, so that the networks of folds need not wait for it.
        var scores = CrossValidation.Score(
            network,
            options.EpochCountOrDefault,
            () => Train(progress, cancellationToken),
            cancellationToken
        );
        return Finish(scores);
    }

    /// <summary>Runs the epochs only.</summary>
    /// <exception cref="VaeDivergenceException">The loss is not finite.</exception>
    /// <exception cref="OperationCanceledException">Training was canceled.</exception>
    public void Train(IProgress<VaeTrainingProgress>? progress, CancellationToken cancellationToken)
    {
        history =
            checkpoints?.Resume(
                data,
                network,
                loop.Optimizers,
                () => KeepIfEarlyStopping(weights: null),
                loop.Average is { } kept ? kept.Reset : null
            )
            ?? [];
        TakeAverage();
        while (!IsDone())
        {
            var trained = loop.RunEpoch(history, divergence, progress, cancellationToken);
            TakeAverage();
            history.Add(trained with { Validation = With(average, () => Validate(trained.Epoch)) });
            Keep();
            progress?.Report(
                new(
                    trained.Epoch,
                    options.EpochCountOrDefault,
                    data.RowCount,
                    data.RowCount,
                    trained.Training,
                    history[^1]
                )
            );
        }

        CalibrateWindows();
    }

    /// <summary>Adds the scores of rows by the weights that the model will have.</summary>
    /// <param name="scores">Receives the scores.</param>
    /// <param name="rows">The rows, which the network has not learned from.</param>
    /// <param name="normalRows">What the scores of a model of normal rows consist of; null to choose it by these rows.</param>
    /// <returns>What they consist of; null for other models.</returns>
    public VaeNormalRows? AddScores(RowScores scores, MemoryRows rows, VaeNormalRows? normalRows) =>
        With(
            ModelWeights,
            () =>
            {
                FindNeighbors(rows, normalRows);
                FindKnownAnomalies();
                scores.Add(network, rows);
                return network.Neighbors?.Description;
            }
        );

    /// <summary>Frees the optimizer and the copies. The network is not disposed.</summary>
    public void Dispose()
    {
        loop.Dispose();
        best?.Dispose();
        average?.Dispose();
        calibrated?.Dispose();
        lastEpoch?.Dispose();
    }

    private CrossValidatedScores? TrainAndScoreFolds(
        IProgress<VaeTrainingProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        try
        {
            Train(progress, cancellationToken);
            var epochCount = options.EarlyStopping is null
                ? history.Count
                : BestEpoch.Find(history, options.BetaOrDefault).Epoch;
            return CrossValidation?.Score(network, epochCount, trainModel: null, cancellationToken);
        }
        catch (OperationCanceledException) when (lastEpoch is not null && checkpoints!.LastEpoch != history.Count)
        {
            // An interrupted epoch has already changed the weights.
            lastEpoch.RestoreTo(network, loop.Optimizers);
            SaveTo(checkpoints.ForInterrupted(), SummarizeModel(ScoredRowsOnTheWay));
            throw;
        }
    }

    private bool IsDone() => Convergence.IsDone(options, history);

    private VaeLoss? Validate(int epoch)
    {
        if (data.Validation is not { } rows)
        {
            return null;
        }

        var loss = Evaluation.MeanLoss(
            network,
            rows,
            options.Seed,
            options.BetaOrDefault,
            options.InputNoiseOrDefault.Kind == VaeInputNoiseKind.HiddenCells ? options.InputNoiseOrDefault : null
        );
        return double.IsFinite(loss.Total) ? loss : throw divergence.AfterEpoch(epoch, loss);
    }

    private void Keep()
    {
        var last = history[^1];
        if (BestEpoch.Find(history, options.BetaOrDefault) == last)
        {
            KeepIfEarlyStopping(average);
        }

        // The checkpoint of the last epoch is written together with the final model.
        if (checkpoints?.IsDue(last.Epoch) == true && !IsDone())
        {
            SaveTo(checkpoints, SummarizeModel(ScoredRowsOnTheWay));
        }

        if (checkpoints?.KeepsInterrupted == true)
        {
            lastEpoch?.Dispose();
            lastEpoch = EpochSnapshot.Take(network, loop.Optimizers);
        }
    }

    private void KeepIfEarlyStopping(WeightsSnapshot? weights)
    {
        if (options.EarlyStopping is not null)
        {
            best?.Dispose();
            best = With(weights, () => WeightsSnapshot.Take(network));
        }
    }

    private void TakeAverage()
    {
        average?.Dispose();
        average = loop.Average?.Take();
    }

    private void CalibrateWindows()
    {
        if (options.Series is { Channels.Count: var channelCount })
        {
            calibrated = With(
                ModelWeights,
                () =>
                {
                    var last = WeightsSnapshot.Take(network);
                    ChannelErrors.Calibrate(network, data.Sample, channelCount);
                    var result = WeightsSnapshot.Take(network);
                    last.RestoreTo(network);
                    last.Dispose();
                    return result;
                }
            );
        }
    }

    private TrainedVae Finish(CrossValidatedScores? crossValidated)
    {
        var summary = SummarizeModel(long.MaxValue, crossValidated);
        if (checkpoints is not null)
        {
            SaveTo(checkpoints, summary);
        }

        ModelWeights?.RestoreTo(network);
        network.to(CPU);
        return new TrainedVae(options, data.ColumnName, network, history, summary);
    }

    private void SaveTo(TrainingCheckpoints target, TrainingDataSummary summary) =>
        target.Save(data, summary, history, network, loop.Optimizers, ModelWeights, average);

    /// <summary>Gets the weights that the model will have; null for those of the last step.</summary>
    private WeightsSnapshot? ModelWeights => calibrated ?? best ?? average;

    /// <summary>Scores rows with the weights that the model will have, and then restores the network.</summary>
    private TrainingDataSummary SummarizeModel(long scoredRowLimit, CrossValidatedScores? crossValidated = null) =>
        With(ModelWeights, () => Summarize(scoredRowLimit, crossValidated));

    /// <summary>Uses the network with other weights, and then restores it; null for its own weights.</summary>
    private T With<T>(WeightsSnapshot? weights, Func<T> use)
    {
        if (weights is null)
        {
            return use();
        }

        using var last = WeightsSnapshot.Take(network);
        weights.RestoreTo(network);
        var result = use();
        last.RestoreTo(network);
        return result;
    }

    /// <summary>Gives the network of a model of normal rows the training rows to which scores measure distances.</summary>
    private void FindNeighbors(MemoryRows? heldOut, VaeNormalRows? choice)
    {
        if (!options.NormalRows)
        {
            return;
        }

        network.Neighbors = TrainingNeighborsFit.Fit(network, data.Sample, options.Seed);
        if (network.Neighbors is { } neighbors && choice is not null)
        {
            network.Neighbors = neighbors with { Description = choice with { Rows = neighbors.RowCount } };
        }
        else if (network.Neighbors is not null && heldOut is not null)
        {
            TrainingNeighborsFit.Choose(network, heldOut, options.Seed);
        }
    }

    /// <summary>Gives the network the weights of its known anomalies.</summary>
    private void FindKnownAnomalies() =>
        network.KnownAnomalies =
            options.Labels is KnownAnomalyLabelOptions && data.Labeled is { } labeled
                ? KnownAnomalyFit.Fit(network, data.Sample, labeled, options.Seed)
                : null;

    private TrainingDataSummary Summarize(long scoredRowLimit, CrossValidatedScores? crossValidated)
    {
        try
        {
            FindNeighbors(data.Validation, CrossValidation?.NormalRows);
            FindKnownAnomalies();
            var summary =
                TrainingDataSummary.Create(
                    network,
                    data,
                    options.ThresholdRule,
                    options.Data.ValidationShareOrDefault > 0,
                    scoredRowLimit,
                    crossValidated,
                    out var loss
                ) ?? throw divergence.AfterEpoch(history.Count, loss with { Beta = options.BetaOrDefault });
            return summary with { Regressions = FindRegressions(summary.RelativeError) };
        }
        finally
        {
            // Training continues after a checkpoint, with the same loss as before.
            network.SetScoreSpread(0);
            network.Neighbors = null;
            network.KnownAnomalies = null;
        }
    }

    /// <summary>Returns the regressions with shares of the model by the validation rows; null for none.</summary>
    private RegressionImputation? FindRegressions(double? relativeError)
    {
        if (Regressions?.GetAwaiter().GetResult() is not { } regressions)
        {
            return null;
        }

        using var singleThreaded = SingleThreadedOperators.BeginIf(data.RowCount < TrainerDefaults.RowsOfLargeTable);
        // Without the validation rows. Numbers in bins are the means of the bins here, which costs little.
        regressionsOfTraining ??= data.Validation is null
            ? regressions
            : RegressionImputationFit.FitLike(network.Table!, data.Sample, regressions, options.Seed);
        var (shares, spreads) = ImputationShares.Find(
            network,
            regressionsOfTraining,
            data.Validation,
            relativeError,
            options.Seed
        );
        return regressions.WithModelShares(network.Table!, shares, spreads);
    }
}
