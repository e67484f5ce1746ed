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

    /// <summary>
    /// The fewest operations of a worker in a step. They take about 0.3 ms. If other programs use the processors, too, then threads wait for each
    /// other up to milliseconds, and one thread finishes small steps sooner.
    /// </summary>
    private const double LeastWorkPerWorker = 2e7;

    /// <summary>
    /// The fewest operations of a worker if each processor has one. In smaller steps, the workers wait for the one whose processor also has the
    /// rest of the process, such as the JIT compiler, longer than they gain.
    /// </summary>
    private const double LeastWorkOfAllProcessors = 8e7;

    private readonly VaeTrainerOptions options;
    private readonly FlatParameters parameters;
    private readonly Tensor[] gradients; // one for each worker, [P]
    private readonly FlatOptimizers optimizers;
    private readonly Tensor[][] blockGradients; // for each block, one for each worker
    private readonly Dictionary<(int Worker, long RowCount), ElboPass> passes = [];
    private readonly IReadOnlyList<(SeededDropout Module, long Width)> dropouts;
    private readonly BinUpdates? binUpdates;
    private readonly WorkerTeam team;

    /// <summary>Creates the buffers in the current dispose scope, and the threads.</summary>
    /// <param name="options">Checked options.</param>
    /// <param name="network">A network that <see cref="Supports"/> accepts.</param>
    /// <param name="batchSizes">The sizes of the batches.</param>
    /// <param name="workers">The number of threads; null for one for each part of the work that is large enough.</param>
    public ManualBackpropagationStep(
        VaeTrainerOptions options,
        VariationalAutoencoder network,
        IEnumerable<long> batchSizes,
        int? workers = null
    )
    {
        this.options = options;
        parameters = new FlatParameters(network.modules());
        dropouts = ElboPass.FindDropouts(network);
        var workerCount = workers ?? CountWorkers(network, batchSizes.Max());
        gradients = [.. Enumerable.Range(0, workerCount).Select(_ => parameters.NewGradient())];
        foreach (
            var (worker, rowCount) in batchSizes.SelectMany(size => StepRows.ShareSizes(size, workerCount).Index())
        )
        {
            if (rowCount > 0 && !passes.ContainsKey((worker, rowCount)))
            {
                passes.Add((worker, rowCount), new ElboPass(network, parameters, gradients[worker], rowCount, options));
            }
        }

        optimizers = new FlatOptimizers(parameters, gradients[0], options);
        blockGradients =
        [
            .. Enumerable
                .Range(0, FlatOptimizers.BlockCount)
                .Select(block => gradients.Select(gradient => FlatOptimizers.Block(gradient, block)).ToArray()),
        ];
        binUpdates = BinUpdates.Create(network, options, parameters);
        team = new WorkerTeam(workerCount);
    }

    public override IReadOnlyList<OptimizerHelper> Optimizers => optimizers.Optimizers;

    public override IReadOnlyList<Tensor> Weights => [parameters.Values];

    /// <summary>Returns a value indicating whether manual backpropagation supports the network and the options.</summary>
    public static bool Supports(VaeTrainerOptions options, VariationalAutoencoder network) =>
        !options.UsesAutograd
        && options.FreeBits == 0
        && options.Labels is null or KnownAnomalyLabelOptions
        && options.NetworkOrDefault is not CustomNetworkOptions
        && ElboPass.Supports(network);

    /// <summary>Returns whether the largest layer of a batch fits into a span, which has at most 2 GiB: loops in C# read its memory.</summary>
    public static bool FitsSpans(VariationalAutoencoder network, long batchSize) =>
        batchSize * Math.Max(GradientLayers.LargestWidth(network.Encoder), GradientLayers.LargestWidth(network.Decoder))
        <= int.MaxValue / sizeof(float);

    public override void ReadNetwork() => parameters.Read();

    public override void WriteNetwork() => parameters.Write();

    public override IDisposable OpenEpoch() => new Epoch(parameters);

    public override bool LeavesProcessor => team.Count < SingleThreadedOperators.ThreadCount;

    public override Tensor[] DrawDropout(long rowCount) =>
        [.. dropouts.Select(dropout => dropout.Module.DrawFactors(rowCount, dropout.Width))];

    public override void Run(StepRows rows, int epoch, StepSettings settings, RunningLoss loss)
    {
        var batchSize = (int)rows.Batch.RowCount;
        var factors = RowFactors(rows.Batch.Weights, batchSize); // of each row in the loss
        var kept = (int)options.TrimmingOrDefault.RowsKept(batchSize, epoch);
        var losses = kept < batchSize ? new float[batchSize] : null; // of each row
        var sums = new RowSums[gradients.Length];
        Action<int> differentiate = worker => sums[worker] = Forward(worker, rows, settings.KlWeight, losses);
        Action<int> propagate = worker =>
            Backward(worker, losses is null ? factors : OfSmallest(losses, factors, kept), settings.KlWeight);
        Action<int> addUp = AddUp;
        Action<int> update = worker => Step(worker, settings.LearningRate);
        Action<int>[] gradient = losses is null ? [differentiate + propagate] : [differentiate, propagate];
        binUpdates?.Begin();
        team.Run(
            options.Optimizer.MaxGradientNorm is { } norm
                ? [.. gradient, addUp, worker => Clip(worker, norm), update]
                : [.. gradient, addUp + update]
        );
        binUpdates?.End();
        loss.Add(sums.Aggregate((a, b) => a + b), batchSize, settings);
    }

    public override void Dispose()
    {
        team.Dispose();
        base.Dispose();
    }

    /// <summary>Returns the number of threads whose parts of a batch are worth the time to wait for each other.</summary>
    internal static int CountWorkers(VariationalAutoencoder network, long rowCount)
    {
        var operations = Operations(network, rowCount);
        var processors = SingleThreadedOperators.ThreadCount;
        var free = operations < LeastWorkOfAllProcessors * processors ? Math.Max(1, processors - 1) : processors;
        var most = Math.Min(rowCount / FewestRowsPerWorker, operations / LeastWorkPerWorker);
        return (int)Math.Clamp(most, 1, free);
    }

    /// <summary>Returns weight / n of each of n rows.</summary>
    private static float[] RowFactors(Tensor? weights, int rowCount)
    {
        var factors = weights is null ? new float[rowCount] : TensorValues.Floats(weights);
        for (var row = 0; row < rowCount; row++)
        {
            factors[row] = (weights is null ? 1 : factors[row]) / rowCount;
        }

        return factors;
    }

    /// <summary>
    /// Returns the factors without those of the rows with the largest losses, and larger in return (Shen &amp; Sanghavi 2019). Every worker
    /// computes it, because that takes less time than waiting for another.
    /// </summary>
    private static float[] OfSmallest(float[] losses, float[] factors, int kept)
    {
        var rows = Enumerable.Range(0, losses.Length).ToArray();
        Array.Sort((float[])losses.Clone(), rows);
        var result = new float[losses.Length];
        foreach (var row in rows.AsSpan(0, kept))
        {
            result[row] = factors[row] * losses.Length / kept;
        }

        return result;
    }

    private RowSums Forward(int worker, StepRows rows, double klWeight, float[]? losses)
    {
        var (first, count) = StepRows.ShareOf(rows.Batch.RowCount, worker, gradients.Length);
        if (count == 0)
        {
            return default; // the last batch can have fewer rows than workers
        }

        var pass = passes[(worker, count)];
        var share = rows.Share(first, count);
        var largest = pass.Forward(share);
        var weights = share.Batch.Weights is { } given ? TensorValues.Memory(given) : [];
        var reconstructions = pass.Reconstructions;
        var kls = pass.Kls;
        var (reconstruction, kl, sum) = (0.0, 0.0, 0.0);
        for (var row = 0; row < reconstructions.Length; row++)
        {
            var weight = weights.IsEmpty ? 1 : weights[row];
            reconstruction += weight * reconstructions[row];
            kl += weight * kls[row];
            sum += weight;
            if (losses is not null)
            {
                losses[first + row] = reconstructions[row] + (float)(klWeight * kls[row]);
            }
        }

        return new(reconstruction, kl, sum, largest);
    }

    private void Backward(int worker, float[] factors, double klWeight)
    {
        var (first, count) = StepRows.ShareOf(factors.Length, worker, gradients.Length);
        if (count == 0)
        {
            gradients[worker].zero_();
        }
        else
        {
            passes[(worker, count)].Backward(factors.AsSpan((int)first, (int)count), klWeight);
        }
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

    private void Clip(int worker, double norm)
    {
        if (worker == 0)
        {
            nn.utils.clip_grad_norm_(optimizers.Blocks, norm);
        }
    }

    private void EachBlock(int worker, Action<int> action)
    {
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
