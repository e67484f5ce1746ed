using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Runs a network on rows in evaluation mode, without gradients, batch by batch.</summary>
internal static class Evaluation
{
    private const long LargestBatch = 1000;
    private const long RowsToHide = 1500;
    private const long MostCopies = 16;

    /// <summary>Returns the mean loss over rows, with one sample of z per row.</summary>
    /// <param name="network">The network.</param>
    /// <param name="rows">The rows, [N, D].</param>
    /// <param name="seed">The seed of the draws.</param>
    /// <param name="options">The options with the objective and its final weights.</param>
    /// <param name="hidden">The noise of training that hides cells, which the loss is then of; null for none.</param>
    public static VaeLoss MeanLoss(
        VariationalAutoencoder network,
        Tensor rows,
        int seed,
        VaeTrainerOptions options,
        VaeInputNoiseOptions? hidden = null
    )
    {
        using var scope = NewDisposeScope();
        if (hidden is not null)
        {
            // Few rows with one choice of hidden cells each would say little.
            var copies = Math.Clamp(RowsToHide / rows.shape[0], 1, MostCopies);
            rows = copies == 1 ? rows : rows.repeat(copies, 1);
        }

        var objective = TrainingObjective.Create(options);
        var beta = options.BetaOrDefault;
        var settings = new ObjectiveSettings(beta, LatentDistribution.Exact, options.Kl.Capacity, rows.shape[0]);
        using var generator = new Generator(unchecked((ulong)seed));
        // Drawn at once, so that the noise depends on the seed and not on the batches.
        var noise = objective.DrawNoise(network.Latent, rows.shape[0], generator);
        // The same cells in each evaluation, so that their losses can be compared.
        var visible = hidden is null
            ? null
            : network.WithValues(rows, x => HiddenCells.Hide(network.Table!, x, hidden.Level, generator)); // [N, W]
        double reconstruction = 0;
        double kl = 0;
        double other = 0;
        ForEachBatch(
            network,
            rows,
            (x, start) =>
            {
                var count = x.shape[0];
                var input = visible?.narrow(0, start, count).to(x.device);
                var (terms, _) = objective.Compute(
                    network,
                    new(x, input ?? x, noise.narrow(0, start, count).to(x.device))
                    {
                        SlotWeights = input is null
                            ? null
                            : HiddenCells.WeightsOf(network.Values(input), hidden!.VisibleWeight),
                    },
                    settings
                );
                reconstruction += Number(terms.MeanReconstruction()) * count;
                kl += Number(terms.MeanKl()) * count;
                other += terms.Other is { } added ? Number(added.sum()) : 0;
            },
            objective.RowsPerEvaluation
        );
        return new VaeLoss(reconstruction / rows.shape[0], kl / rows.shape[0], beta)
        {
            OtherTerms = other / rows.shape[0],
        };
    }

    private static double Number(Tensor scalar) => TensorValues.Floats(scalar)[0];

    /// <summary>Returns the embeddings of rows, and the KL divergence of each latent.</summary>
    /// <returns>float32 [N, Z] and [N, L]. The caller must dispose them.</returns>
    public static (Tensor Embeddings, Tensor Kl) Posterior(VariationalAutoencoder network, Tensor rows)
    {
        using var scope = NewDisposeScope();
        List<Tensor> embeddings = [];
        List<Tensor> kls = [];
        ForEachBatch(
            network,
            rows,
            (x, _) =>
            {
                var head = network.ComputeHead(x);
                embeddings.Add(network.Latent.Embed(head).MoveToOuterDisposeScope());
                kls.Add(network.KlOfEachLatent(head).MoveToOuterDisposeScope());
            }
        );
        return (cat(embeddings, 0).MoveToOuterDisposeScope(), cat(kls, 0).MoveToOuterDisposeScope());
    }

    /// <summary>
    /// Passes each batch [n, D], on the network's device, and the index of its first row to a function, in a separate dispose scope.
    /// </summary>
    public static void ForEachBatch(
        VariationalAutoencoder network,
        Tensor rows,
        Action<Tensor, long> use,
        long batchSize = LargestBatch
    )
    {
        var device = network.Device;
        var wasTraining = network.training;
        network.eval();
        try
        {
            using var noGrad = no_grad();
            for (long start = 0; start < rows.shape[0]; start += batchSize)
            {
                using var scope = NewDisposeScope();
                use(rows.narrow(0, start, Math.Min(batchSize, rows.shape[0] - start)).to(device), start);
            }
        }
        finally
        {
            network.train(wasTraining);
        }
    }
}
