using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>What a network makes of given rows: in evaluation mode, without gradients, batch by batch.</summary>
internal static class Evaluation
{
    private const long BatchSize = 1000;

    /// <summary>-ELBO with one draw of z per row; mean over rows.</summary>
    public static VaeLoss MeanLoss(
        VariationalAutoencoder network,
        Likelihood likelihood,
        Tensor rows,
        int seed,
        double beta
    )
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(unchecked((ulong)seed));
        // All at once, so that the draws depend on the seed and not on the batches.
        var eps = randn(rows.shape[0], network.LatentDim, ScalarType.Float32, generator: generator); // [N, L]
        double reconstruction = 0;
        double kl = 0;
        ForEachBatch(
            network,
            rows,
            (x, start) =>
            {
                var count = x.shape[0];
                var terms = NegativeElbo.Compute(network, likelihood, x, eps.narrow(0, start, count));
                reconstruction += terms.Reconstruction.item<float>() * (double)count;
                kl += terms.Kl.item<float>() * (double)count;
            }
        );
        return new VaeLoss(reconstruction / rows.shape[0], kl / rows.shape[0], beta);
    }

    /// <summary>The posterior's mean and KL of every latent of every row.</summary>
    /// <returns>Both float32 [N, L]; the caller disposes them.</returns>
    public static (Tensor Means, Tensor Kl) Posterior(VariationalAutoencoder network, Tensor rows)
    {
        using var scope = NewDisposeScope();
        List<Tensor> means = [];
        List<Tensor> kls = [];
        ForEachBatch(
            network,
            rows,
            (x, _) =>
            {
                var (mean, logVariance) = network.Encode(x);
                means.Add(mean.MoveToOuterDisposeScope());
                kls.Add(DiagonalGaussian.KlPerLatent(mean, logVariance).MoveToOuterDisposeScope());
            }
        );
        return (cat(means, 0).MoveToOuterDisposeScope(), cat(kls, 0).MoveToOuterDisposeScope());
    }

    /// <summary>Calls back with each batch [n, D] and the index of its first row, in a dispose scope of its own.</summary>
    public static void ForEachBatch(VariationalAutoencoder network, Tensor rows, Action<Tensor, long> use)
    {
        var wasTraining = network.training;
        network.eval();
        try
        {
            using var noGrad = no_grad();
            for (long start = 0; start < rows.shape[0]; start += BatchSize)
            {
                using var scope = NewDisposeScope();
                use(rows.narrow(0, start, Math.Min(BatchSize, rows.shape[0] - start)), start);
            }
        }
        finally
        {
            network.train(wasTraining);
        }
    }
}
