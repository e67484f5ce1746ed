namespace VaeMlNet.Cli;

/// <summary>How much a latent responds to the rows.</summary>
/// <param name="Index">Its number, from 0.</param>
/// <param name="Kl">Its share of the KL divergence, mean over rows, in nats.</param>
/// <param name="Variance">The variance of its posterior mean over rows; of a categorical latent the sum of its probabilities'.</param>
internal readonly record struct LatentUse(int Index, double Kl, double Variance)
{
    /// <summary>The variance to exceed (Burda et al. 2016, sec. 5.2), the same as that of <c>vaemlnet evaluate</c>.</summary>
    public const double ActiveVariance = 0.01;

    /// <summary>Whether it is an active unit.</summary>
    public bool IsActive => Variance > ActiveVariance;
}

/// <summary>Measures, row after row, how much each latent responds. Sums, in double.</summary>
/// <param name="latent">The latent space.</param>
internal sealed class LatentUseMeasure(VaeLatentSpace latent)
{
    private readonly int groupWidth = latent.Categories ?? 1;
    private readonly double[] sums = new double[latent.Dim];
    private readonly double[] squares = new double[latent.Dim];
    private readonly double[] kl = new double[latent.Dim / (latent.Categories ?? 1)];
    private long count;

    /// <summary>Takes a row.</summary>
    public void Add(DetailedRow row)
    {
        count++;
        for (var i = 0; i < sums.Length; i++)
        {
            double code = row.Code[i];
            sums[i] += code;
            squares[i] += code * code;
            kl[i / groupWidth] += row.LogVariance is { } logVariance
                ? GaussianKl(code, logVariance[i])
                : CategoricalKl(code);
        }
    }

    /// <summary>The latents, in order.</summary>
    public IReadOnlyList<LatentUse> Latents() =>
        [.. kl.Select((sum, latent) => new LatentUse(latent, sum / count, VarianceOf(latent)))];

    private double VarianceOf(int latent) =>
        Enumerable
            .Range(latent * groupWidth, groupWidth)
            .Sum(i => Math.Max(0, (squares[i] / count) - (sums[i] / count * (sums[i] / count))));

    /// <summary>KL(N(mu, exp(logVar)) || N(0, 1)): Kingma and Welling 2014, appendix B.</summary>
    private static double GaussianKl(double mu, double logVar) => 0.5 * ((mu * mu) + Math.Exp(logVar) - 1 - logVar);

    /// <summary>A category's part of KL(p || uniform over K) = sum p log(K p) (Jang et al. 2017).</summary>
    private double CategoricalKl(double p) => p > 0 ? p * Math.Log(groupWidth * p) : 0;
}
