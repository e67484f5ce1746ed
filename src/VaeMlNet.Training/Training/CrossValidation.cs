using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

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
    // Where the model has not converged, they can know too little, and the threshold is too high. With all epochs in this case, it was too low for most later
    // rows of short series with noise.
    private const int WindowEpochDivisor = 3;

    private const int MillisecondsBetweenChecks = 100;

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

    /// <summary>Trains a network for each fold, and scores the fold. The model is trained meanwhile if its networks need one thread each.</summary>
    /// <param name="network">The network of the model, which those of folds are like.</param>
    /// <param name="epochCount">The number of epochs of the model, up to the best one if training stopped early.</param>
    /// <param name="trainModel">Trains the model on the caller's thread; null if it is trained.</param>
    /// <param name="cancellationToken">Cancels the training.</param>
    /// <returns>The scores; null if a training of a fold diverged.</returns>
    /// <exception cref="VaeDivergenceException">The training of the model diverged.</exception>
    public CrossValidatedScores? Score(
        VariationalAutoencoder network,
        int epochCount,
        Action? trainModel,
        CancellationToken cancellationToken
    )
    {
        var count = options.Data.ThresholdFolds!.Value;
        var folds = data.Divide(Windows?.Divide(count) ?? data.RandomFolds(count, options.Seed));
        var divisor = Windows is null ? 1 : WindowEpochDivisor;
        var ofFold = options with
        {
            EpochCount = Math.Max(1, epochCount / divisor),
            KlWarmUpEpochs = options.KlWarmUpEpochs / divisor,
            EarlyStopping = null,
            Data = options.Data with { ValidationShare = 0 },
        };
        RowScores scores = new();
        var isSmall = HasOneThreadPerNetwork(network, ofFold);
        using var singleThreaded = SingleThreadedOperators.BeginIf(isSmall);
        var threadCount = isSmall ? Math.Clamp(folds.Count, 1, SingleThreadedOperators.ThreadCount) : 1;
        if (
            !TryScoreFolds(folds, ofFold, scores, threadCount, trainModel, cancellationToken)
            || folds.Count == 0
            || !scores.Scores.AreFinite
        )
        {
            return null;
        }

        Windows?.Keep(scores.Scores);
        MemoryRows[] heldOut = [.. folds.Select(fold => fold.HeldOut)];
        return new(scores, new JoinedRows(heldOut))
        {
            TimeLengths = Windows is null ? null : [.. heldOut.Select(rows => (int)rows.Count)],
        };
    }

    /// <summary>Returns whether the networks are so small that each is trained on one thread, and draw nothing from torch's global generator.</summary>
    private bool HasOneThreadPerNetwork(VariationalAutoencoder network, VaeTrainerOptions ofFold) =>
        !device.IsAccelerator
        && ManualBackpropagationStep.Supports(ofFold, network)
        && ManualBackpropagationStep.CountWorkers(network, ofFold.BatchSizeOrDefault) == 1
        && !LayerNoise.IsNeeded(network);

    /// <summary>
    /// Trains the networks of folds, several at the same time, and scores the folds in their order. The caller's thread trains the model first. The
    /// scores do not depend on the number of threads.
    /// </summary>
    /// <returns>False if the training of a fold diverged.</returns>
    private bool TryScoreFolds(
        IReadOnlyList<(InMemoryData Training, MemoryRows HeldOut)> folds,
        VaeTrainerOptions ofFold,
        RowScores scores,
        int threadCount,
        Action? trainModel,
        CancellationToken cancellationToken
    )
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var next = -1;
        var scored = 0;
        Exception? failure = null;
        object gate = new();
        var processors = SingleThreadedOperators.ThreadCount;
        Thread[] others = [.. Enumerable.Range(1, threadCount - 1).Select(Start)];
        try
        {
            trainModel?.Invoke();
            RunFolds();
        }
        catch
        {
            // Nobody needs the scores of folds without the model.
            stop.Cancel();
            throw;
        }
        finally
        {
            Array.ForEach(others, thread => thread.Join());
        }

        if (failure is not null and not VaeDivergenceException)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        return failure is null;

        Thread Start(int number)
        {
            var thread = new Thread(() =>
            {
                using var noGrad = no_grad();
                using var ofThread = SingleThreadedOperators.Begin(processors);
                RunFolds();
            })
            {
                IsBackground = true,
                Name = $"VAE folds {number}",
            };
            thread.Start();
            return thread;
        }

        void RunFolds()
        {
            try
            {
                while (Interlocked.Increment(ref next) is var fold && fold < folds.Count)
                {
                    using var scope = NewDisposeScope();
                    using var network = newNetwork();
                    using TrainingRun run = new(
                        ofFold,
                        folds[fold].Training,
                        network,
                        checkpoints: null,
                        device,
                        options.EarlyStopping is not null
                    );
                    run.Train(progress: null, stop.Token);
                    lock (gate)
                    {
                        while (scored < fold)
                        {
                            stop.Token.ThrowIfCancellationRequested();
                            Monitor.Wait(gate, MillisecondsBetweenChecks);
                        }

                        NormalRows = run.AddScores(scores, folds[fold].HeldOut, NormalRows);
                        scored++;
                        Monitor.PulseAll(gate);
                    }
                }
            }
            catch (Exception e)
            {
                // The others then stop for this reason, which is not theirs.
                Interlocked.CompareExchange(ref failure, e, null);
                stop.Cancel();
            }
        }
    }
}
