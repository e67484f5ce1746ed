using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Measures how strongly the latents of a network respond to rows.</summary>
internal static class LatentUse
{
    /// <summary>The variance of a latent's code above which it is active (Burda et al. 2016, sec. 5.2).</summary>
    public const double ActiveVariance = 0.01;

    /// <summary>Measures every latent.</summary>
    public static IReadOnlyList<VaeLatentUse> Measure(VariationalAutoencoder network, Tensor rows)
    {
        using var scope = NewDisposeScope();
        var (codes, kl) = Evaluation.Posterior(network, rows); // [N, Z], [N, L]
        var klPerLatent = kl.to(ScalarType.Float64).mean([0L]).data<double>().ToArray();
        var variances = CodeVariances(codes, network.LatentDim);
        return
        [
            .. klPerLatent.Select(
                (value, i) => new VaeLatentUse(i, value, variances[i], variances[i] > ActiveVariance)
            ),
        ];
    }

    /// <summary>The variance over rows of each latent's code; of a latent with several numbers, the sum of theirs. [L].</summary>
    public static double[] CodeVariances(Tensor codes, int latentDim)
    {
        using var scope = NewDisposeScope();
        var exact = codes.to(ScalarType.Float64); // [N, Z]
        var deviations = exact - exact.mean([0L], keepdim: true);
        var variances = deviations.square().mean([0L]).data<double>().ToArray(); // [Z]
        return [.. variances.Chunk(variances.Length / latentDim).Select(ofLatent => ofLatent.Sum())];
    }
}
