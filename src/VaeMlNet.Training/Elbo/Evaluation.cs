using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Runs a network on rows in evaluation mode, without gradients, batch by batch.</summary>
internal static class Evaluation
{
    private const long LargestBatch = 1000;
    private const long LargestValues = 1 << 18; // of a batch

    /// <summary>The number of rows in which cells are hidden, about.</summary>
    public const long RowsToHide = 1500;

    // After each epoch. More rows would take longer than the steps of a small table, and choose no better epoch.
    private const long RowsToHideAfterEpoch = 400;

    private const long MostCopies = 16;

    // Operations of the layers for a batch. So many take about a millisecond.
    private const double LeastDividedWork = 40e6;

    /// <summary>Returns the mean loss over rows, with one sample of z per row.</summary>
    /// <param name="network">The network.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="seed">The seed of the draws.</param>
    /// <param name="beta">The weight of KL after warm-up.</param>
    /// <param name="hidden">The noise of training that hides cells, which the loss is then of; null for none.</param>
    public static VaeLoss MeanLoss(
        VariationalAutoencoder network,
        MemoryRows rows,
        int seed,
        double beta,
        VaeInputNoiseOptions? hidden = null
    )
    {
        using var scope = NewDisposeScope();
        if (hidden is not null)
        {
            var copies = CopiesToHide(rows.Count, RowsToHideAfterEpoch);
            rows = copies == 1 ? rows : new JoinedRows([.. Enumerable.Repeat(rows, (int)copies)]);
        }

        using var generator = new Generator(unchecked((ulong)seed));
        // Drawn at once, so that the noise depends on the seed and not on the batches.
        var noise = network.Latent.DrawNoise(rows.Count, generator);
        // The same cells in each evaluation, so that their losses can be compared.
        var rates = hidden is null ? null : HiddenCells.DrawRates(rows.Count, hidden.Level, generator); // [N, 1]
        double reconstruction = 0;
        double kl = 0;
        ForEachBatch(
            network,
            rows,
            (x, start) =>
            {
                var count = x.shape[0];
                var input = rates is null
                    ? null
                    : network.WithValues(
                        x,
                        values => network.HiddenCells!.Hide(values, rates.narrow(0, start, count), generator)
                    );
                var terms = network.NegativeElbo(
                    x,
                    noise.narrow(0, start, count).to(x.device),
                    LatentDistribution.Exact,
                    input,
                    input is null ? null : HiddenCells.WeightsOf(network.Values(input), hidden!.VisibleWeight)
                );
                reconstruction += Number(terms.MeanReconstruction()) * count;
                kl += Number(terms.MeanKl()) * count;
            },
            // The decoder runs once for each label.
            LargestBatch / (network.Latent is LabeledLatent { IsEnumerated: true } labeled ? labeled.LabelCount : 1)
        );
        return new VaeLoss(reconstruction / rows.Count, kl / rows.Count, beta);
    }

    /// <summary>Returns how often cells are hidden in so many rows, because few rows with one choice of hidden cells each would say little.</summary>
    public static long CopiesToHide(long rowCount, long rowsToHide = RowsToHide) =>
        Math.Clamp(rowsToHide / rowCount, 1, MostCopies);

    private static double Number(Tensor scalar) => TensorValues.Floats(scalar)[0];

    /// <summary>Returns the embeddings of rows.</summary>
    /// <returns>float32 [N, Z], in the caller's dispose scope.</returns>
    public static Tensor Embeddings(VariationalAutoencoder network, MemoryRows rows) =>
        OfAllRows(network, rows, x => [network.Latent.Embed(network.ComputeHead(x))])[0];

    /// <summary>Computes tensors of each batch [n, D], and joins those of all batches.</summary>
    /// <param name="network">The network.</param>
    /// <param name="rows">The rows, at least 1.</param>
    /// <param name="compute">Computes tensors with a row for each row of a batch, on the network's device.</param>
    /// <returns>The tensors of all rows, float32, on the CPU, in the caller's dispose scope.</returns>
    public static Tensor[] OfAllRows(VariationalAutoencoder network, MemoryRows rows, Func<Tensor, Tensor[]> compute)
    {
        Tensor[]? all = null;
        ForEachBatch(
            network,
            rows,
            (x, start) =>
            {
                var parts = compute(x);
                all ??= Array.ConvertAll(
                    parts,
                    part => empty([rows.Count, .. part.shape[1..]]).MoveToOuterDisposeScope()
                );
                foreach (var (part, ofAll) in parts.Zip(all))
                {
                    ofAll.narrow(0, start, part.shape[0]).copy_(part.cpu());
                }
            }
        );
        return all!;
    }

    /// <summary>
    /// Passes each batch [n, D], on the network's device, and the index of its first row to a function, in a separate dispose scope.
    /// </summary>
    public static void ForEachBatch(
        VariationalAutoencoder network,
        MemoryRows rows,
        Action<Tensor, long> use,
        long largestBatch = LargestBatch,
        long leastBatch = 1
    )
    {
        var batchSize = Math.Clamp(LargestValues / rows.Width, leastBatch, largestBatch);
        var device = network.Device;
        var wasTraining = network.training;
        network.eval();
        try
        {
            using var noGrad = no_grad();
            using var singleThreaded = SingleThreadedOperators.BeginIf(
                HaveLittleWork(network, Math.Min(batchSize, rows.Count))
            );
            for (long start = 0; start < rows.Count; start += batchSize)
            {
                using var scope = NewDisposeScope();
                use(rows.Slice(start, Math.Min(batchSize, rows.Count - start)).to(device), start);
            }
        }
        finally
        {
            network.train(wasTraining);
        }
    }

    /// <summary>Returns whether threads would wait for each other longer than they compute the layers for a batch.</summary>
    private static bool HaveLittleWork(VariationalAutoencoder network, long rowCount) =>
        network.modules().All(HasKnownWork)
        && 2.0 * rowCount * network.parameters().Sum(weights => weights.numel()) < LeastDividedWork;

    /// <summary>Returns whether a module uses each weight once for a row. A convolution uses it many times, and a custom module can do anything.</summary>
    public static bool HasKnownWork(nn.Module module) =>
        module is not Convolution
        && (
            module.GetType().Assembly == typeof(nn.Module).Assembly
            || module.GetType().Assembly == typeof(Evaluation).Assembly
        );
}
