using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// Estimates the importance-weighted bound on log p(x): the logarithm of the mean over K samples of z from q(z|x) of p(x|z)
/// p(z) / q(z|x) (Burda et al. 2016, eq. 8). K = 1 gives the ELBO. The bound rises with K towards log p(x).
/// </summary>
internal static class ImportanceWeightedBound
{
    /// <summary>Estimates the bound of each row, one sample after the other, so that memory does not grow with K.</summary>
    /// <returns>N numbers, in nats.</returns>
    public static double[] PerRow(
        VariationalAutoencoder network,
        MemoryRows rows,
        int sampleCount,
        int seed,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleCount, 1);
        using var generator = new Generator(unchecked((ulong)seed));
        var bounds = new double[rows.Count];
        Evaluation.ForEachBatch(
            network,
            rows,
            (x, start) =>
            {
                var head = network.ComputeHead(x);
                var sum = new LogSumExp((int)x.shape[0]);
                for (var sample = 0; sample < sampleCount; sample++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    using var scope = NewDisposeScope();
                    var noise = network.Latent.DrawNoise(x.shape[0], generator).to(x.device); // [n, Z]
                    var logWeights = network.LogImportanceWeight(head, x, noise); // [n]
                    sum.Add(Array.ConvertAll(TensorValues.Floats(logWeights), weight => (double)weight));
                    var drawn = (start * (double)sampleCount) + (x.shape[0] * (sample + 1.0));
                    progress?.Report(drawn / (bounds.Length * (double)sampleCount));
                }

                sum.LogMeans().CopyTo(bounds, start);
            }
        );
        return bounds;
    }
}
