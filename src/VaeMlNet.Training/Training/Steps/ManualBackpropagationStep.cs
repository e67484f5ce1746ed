using TorchSharp.Modules;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// A training step with manual backpropagation on several threads. Each thread computes the gradient of a share of the rows.
/// Then all threads sum the gradients and update the parameters, in blocks of one flat vector.
/// </summary>
/// <remarks>
/// Threads divide rows instead of operators, because an operator on a small batch finishes before other threads wake up. The
/// result equals that of <see cref="AutogradStep"/>, except for rounding.
/// </remarks>
internal sealed class ManualBackpropagationStep : TrainingStep
{
    /// <summary>The fewest rows of a worker. Fewer rows would make matrix products slow, and there would be many gradients to sum.</summary>
    private const int FewestRowsPerWorker = 32;

    private readonly VaeTrainerOptions options;
    private readonly FlatParameters parameters;
    private readonly Tensor[] gradients; // one for each worker, [P]
    private readonly FlatOptimizers optimizers;
    private readonly Tensor[][] blockGradients; // for each block, one for each worker
    private readonly Dictionary<(int Worker, long RowCount), ElboPass> passes = [];
    private readonly WorkerTeam team;

    /// <summary>Creates the buffers in the current dispose scope, and the threads.</summary>
    /// <param name="options">Checked options.</param>
    /// <param name="network">A network that <see cref="Supports"/> accepts.</param>
    /// <param name="batchSizes">The sizes of the batches.</param>
    public ManualBackpropagationStep(
        VaeTrainerOptions options,
        VariationalAutoencoder network,
        IEnumerable<long> batchSizes
    )
    {
        this.options = options;
        parameters = new FlatParameters(network.modules());
        var workerCount = (int)
            Math.Clamp(batchSizes.Max() / FewestRowsPerWorker, 1, SingleThreadedOperators.ThreadCount);
        gradients = [.. Enumerable.Range(0, workerCount).Select(_ => parameters.NewGradient())];
        foreach (
            var (worker, rowCount) in batchSizes.SelectMany(size => StepRows.ShareSizes(size, workerCount).Index())
        )
        {
            if (rowCount > 0 && !passes.ContainsKey((worker, rowCount)))
            {
                passes.Add((worker, rowCount), new ElboPass(network, parameters, gradients[worker], rowCount));
            }
        }

        optimizers = new FlatOptimizers(parameters, gradients[0], options);
        blockGradients =
        [
            .. Enumerable
                .Range(0, FlatOptimizers.BlockCount)
                .Select(block => gradients.Select(gradient => FlatOptimizers.Block(gradient, block)).ToArray()),
        ];
        team = new WorkerTeam(workerCount);
    }

    /// <inheritdoc />
    public override IReadOnlyList<OptimizerHelper> Optimizers => optimizers.Optimizers;

    /// <inheritdoc />
    public override IReadOnlyList<Tensor> Weights => [parameters.Values];

    /// <summary>Returns a value indicating whether manual backpropagation supports the network and the options.</summary>
    public static bool Supports(VaeTrainerOptions options, VariationalAutoencoder network, bool haveWeights) =>
        options is { Gradients: VaeGradients.Auto, Precision: VaeTrainingPrecision.Full }
        && options.TrimmingOrDefault.Share == 0
        && options.Kl is { FreeBits: 0, Capacity: null }
        && options.Objective is ElboObjectiveOptions
        && options.Labels is null
        && !haveWeights
        && options.NetworkOrDefault is not CustomNetworkOptions
        && ElboPass.Supports(network);

    /// <inheritdoc />
    public override void ReadNetwork() => parameters.Read();

    /// <inheritdoc />
    public override void WriteNetwork() => parameters.Write();

    /// <inheritdoc />
    public override IDisposable OpenEpoch() => new Epoch(parameters);

    /// <inheritdoc />
    public override void Run(StepRows rows, int epoch, StepSettings settings, RunningLoss loss)
    {
        var batchSize = rows.Features.shape[0];
        var sums = new RowSums[gradients.Length];
        team.Run(worker => sums[worker] = Differentiate(worker, rows, settings.KlWeight, batchSize));
        team.Run(AddUp);
        if (options.Optimizer.MaxGradientNorm is { } norm)
        {
            nn.utils.clip_grad_norm_(optimizers.Blocks, norm);
        }

        team.Run(worker => Step(worker, settings.LearningRate));
        loss.Add(sums.Aggregate((a, b) => a + b), batchSize, settings);
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        team.Dispose();
        base.Dispose();
    }

    private RowSums Differentiate(int worker, StepRows rows, double klWeight, long batchSize)
    {
        using var scope = NewDisposeScope();
        var share = rows.Share(worker, gradients.Length);
        var rowCount = share.Features.shape[0];
        if (rowCount == 0)
        {
            gradients[worker].zero_(); // the last batch can have fewer rows than workers
            return default;
        }

        return passes[(worker, rowCount)].Run(share, klWeight, batchSize);
    }

    private void AddUp(int worker) =>
        EachBlock(
            worker,
            block =>
            {
                foreach (var gradient in blockGradients[block].Skip(1))
                {
                    blockGradients[block][0].add_(gradient, Held(1));
                }
            }
        );

    private void Step(int worker, double learningRate) =>
        EachBlock(worker, block => VaeMlNet.Optimizers.Step(Optimizers[block], options.Optimizer, learningRate));

    private void EachBlock(int worker, Action<int> action)
    {
        using var scope = NewDisposeScope();
        for (var block = worker; block < FlatOptimizers.BlockCount; block += gradients.Length)
        {
            action(block);
        }
    }

    /// <summary>Copies the weights out of the network, and back at the end.</summary>
    private sealed class Epoch : IDisposable
    {
        private readonly FlatParameters parameters;
        private readonly IDisposable noGrad = no_grad();
        private readonly IDisposable singleThreaded = SingleThreadedOperators.Begin();

        public Epoch(FlatParameters parameters)
        {
            this.parameters = parameters;
            parameters.Read();
        }

        public void Dispose()
        {
            parameters.Write();
            singleThreaded.Dispose();
            noGrad.Dispose();
        }
    }
}
