using System.Diagnostics;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Adam on -ELBO over shuffled batches of rows that are already in memory.</summary>
internal sealed class TrainingLoop : IDisposable
{
    private const int StepsBetweenReads = 50;

    private readonly VaeTrainerOptions options;
    private readonly VariationalAutoencoder network;
    private readonly Generator generator;
    private readonly Adam optimizer;

    /// <summary>Prepares to train a network.</summary>
    /// <param name="options">Checked options.</param>
    /// <param name="network">The network; its weights are drawn anew from <paramref name="options"/>' seed.</param>
    public TrainingLoop(VaeTrainerOptions options, VariationalAutoencoder network)
    {
        this.options = options;
        this.network = network;
        generator = new Generator(unchecked((ulong)options.Seed));
        network.Initialize(generator);
        optimizer = optim.Adam(network.parameters(), options.LearningRate, 0.9, 0.999);
    }

    /// <summary>Trains one epoch.</summary>
    /// <param name="epoch">Its number, from 1.</param>
    /// <param name="rows">float32 [N, D].</param>
    /// <param name="progress">Told of the rows done, some steps apart; not of the last.</param>
    /// <param name="cancellationToken">Looked at before each step.</param>
    /// <returns>The result, without validation.</returns>
    /// <exception cref="InvalidOperationException">The loss is no longer finite.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public VaeEpoch RunEpoch(
        int epoch,
        Tensor rows,
        IProgress<VaeTrainingProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        var clock = Stopwatch.StartNew();
        using var scope = NewDisposeScope();
        network.train();
        var rowCount = rows.shape[0];
        var order = randperm(rowCount, ScalarType.Int64, generator: generator); // [N]
        var loss = new RunningLoss(options, epoch);
        for (long start = 0; start < rowCount; start += options.BatchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Step(rows, order, start, Math.Min(options.BatchSize, rowCount - start), loss);
            if (loss.UnreadCount == StepsBetweenReads)
            {
                loss.Read();
                progress?.Report(new(epoch, options.EpochCount, loss.RowCount, rowCount, loss.Mean, null));
            }
        }

        loss.Read();
        return new VaeEpoch(epoch, loss.Mean, null, clock.Elapsed.TotalSeconds);
    }

    /// <summary>Frees the optimizer's state and the generator; the network stays.</summary>
    public void Dispose()
    {
        optimizer.Dispose();
        generator.Dispose();
    }

    private void Step(Tensor rows, Tensor order, long start, long count, RunningLoss loss)
    {
        using var scope = NewDisposeScope();
        var x = rows.index_select(0, order.narrow(0, start, count)); // [n, D]
        var noise = network.Latent.DrawNoise(count, generator); // [n, Z]
        optimizer.zero_grad();
        var terms = NegativeElbo.Compute(network, x, noise, NegativeElbo.Exact);
        terms.Loss(options.Beta).backward();
        optimizer.step();
        loss.Add(terms, count);
    }
}
