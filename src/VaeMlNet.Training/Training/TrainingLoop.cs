using System.Diagnostics;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Runs gradient steps on -ELBO over batches of rows in random order.</summary>
internal sealed class TrainingLoop : IDisposable
{
    private const int StepsBetweenReads = 50;

    private readonly VaeTrainerOptions options;
    private readonly VariationalAutoencoder network;
    private readonly TrainingData data;
    private readonly BatchPlan plan;
    private readonly TrainingStep step;
    private readonly TrainingDevice device;

    /// <summary>Prepares to train a network.</summary>
    /// <exception cref="InvalidOperationException">The network normalizes over batches, and batches have one row, or the prior is a VampPrior.</exception>
    public TrainingLoop(
        VaeTrainerOptions options,
        VariationalAutoencoder network,
        TrainingData data,
        TrainingDevice device
    )
    {
        this.options = options;
        this.device = device;
        this.network = network;
        this.data = data;
        plan = new BatchPlan(data.RowCount, options.BatchSizeOrDefault, BatchNormalization.IsIn(network));
        BatchNormalization.Check(network, plan, options, data.Labeled?.Count);
        step = TrainingStep.Create(options, network, data, plan, device);
        Average = options.WeightAverageDecay is { } decay ? new(decay, network, step) : null;
    }

    /// <summary>Gets the optimizers, whose state a checkpoint saves.</summary>
    public IReadOnlyList<OptimizerHelper> Optimizers => step.Optimizers;

    /// <summary>Gets the average of the weights; null for none.</summary>
    public WeightAverage? Average { get; }

    /// <summary>Trains the epoch after those of a history.</summary>
    /// <param name="history">The finished epochs.</param>
    /// <param name="divergence">Creates the error for a loss that is not finite.</param>
    /// <param name="progress">Receives the number of processed rows every few steps, but not after the last step.</param>
    /// <param name="cancellationToken">Cancels before the next step.</param>
    /// <returns>The result of the epoch, without validation.</returns>
    /// <exception cref="VaeDivergenceException">The loss is not finite.</exception>
    /// <exception cref="OperationCanceledException">Training was canceled.</exception>
    public VaeEpoch RunEpoch(
        IReadOnlyList<VaeEpoch> history,
        Divergence divergence,
        IProgress<VaeTrainingProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        var watch = Stopwatch.StartNew();
        var epoch = history.Count + 1;
        using var scope = NewDisposeScope();
        using var generator = EpochRandomness.NewGenerator(options.Seed, EpochRandomness.Purpose.Steps, epoch);
        using var layerNoise = LayerNoise.Seed(network, options.Seed, epoch);
        // Preparation and layers run at the same time, and one generator would give them numbers in any order.
        using var ofLayers = device.IsAccelerator
            ? EpochRandomness.NewGenerator(options.Seed, EpochRandomness.Purpose.Layers, epoch)
            : null;
        using var rows = data.OpenEpoch(epoch, generator);
        network.train();
        SeededDropout.SetGenerator(network, ofLayers ?? generator);
        using var weights = step.OpenEpoch();
        // Without noise, a step has too little to prepare, and detectors train their folds on the other processors.
        using var ahead =
            device.IsAccelerator || (step.LeavesProcessor && options.InputNoiseOrDefault.Kind != VaeInputNoiseKind.None)
                ? new StepsAhead(Enumerable.Range(0, (int)plan.StepCount).Select(i => plan.SizeOf(i)), PrepareDetached)
                : null;
        var loss = new RunningLoss(divergence, epoch);
        StepSettings settings = default;
        for (long i = 0; i < plan.StepCount; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            settings = StepSettings.At(options, new(epoch, i, plan.StepCount), history);
            using (NewDisposeScope())
            {
                using var taken = ahead?.Take();
                step.Run(taken ?? Prepare(rows, plan.SizeOf(i), generator), epoch, settings, loss);
            }

            Average?.Update(((epoch - 1) * plan.StepCount) + i);
            if ((i + 1) % StepsBetweenReads == 0)
            {
                loss.Read();
                progress?.Report(
                    new(epoch, options.EpochCountOrDefault, loss.RowCount, data.RowCount, loss.Mean, null)
                );
            }
        }

        loss.Read();
        SeededDropout.SetGenerator(network, null);
        return new VaeEpoch(epoch, loss.Mean, null, watch.Elapsed.TotalSeconds, settings.LearningRate)
        {
            Temperature = network.Latent.IsRelaxed ? settings.Temperature : null,
            TrimmedShare = options.TrimmingOrDefault.ShareOf(epoch),
        };

        StepRows PrepareDetached(long count)
        {
            using var scope = NewDisposeScope();
            return Prepare(rows, count, generator).DetachedOn(device);
        }
    }

    /// <summary>Frees the optimizer's state. The network is not disposed.</summary>
    public void Dispose()
    {
        Average?.Dispose();
        step.Dispose();
    }

    private StepRows Prepare(EpochRows rows, long count, Generator generator)
    {
        var batch = rows.Next(count);
        var noise = network.Latent.DrawNoise(count, generator); // [n, Z]
        var input =
            options.InputNoiseOrDefault.Kind == VaeInputNoiseKind.None ? null : WithNoise(batch.Features, generator); // [n, D]
        var labeled =
            data.Labeled is null || options.Labels is KnownAnomalyLabelOptions
                ? null
                : DrawLabeled(data.Labeled, generator);
        return new(batch, input, noise) { Labeled = labeled, Dropout = step.DrawDropout(count) };
    }

    private Tensor WithNoise(Tensor rows, Generator generator) =>
        network.WithValues(
            rows,
            values => InputNoise.Add(options.InputNoiseOrDefault, values, generator, network.HiddenCells)
        );

    private LabeledBatch DrawLabeled(LabeledSet labeled, Generator generator)
    {
        var rows = labeled.Draw(options.BatchSizeOrDefault, generator);
        return new(rows, WithNoise(rows.Rows, generator), network.Latent.DrawNoise(rows.Count, generator));
    }
}
