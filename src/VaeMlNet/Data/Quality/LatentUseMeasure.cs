namespace VaeMlNet;

/// <summary>
/// Measures how much each latent responds to rows. Rows are added one by one, and sums are in double precision.
/// </summary>
/// <param name="latentCount">The number of latents L.</param>
/// <param name="meanWidth">
/// The length Z of a posterior mean, a multiple of L: a categorical latent has a probability for each category.
/// </param>
internal sealed class LatentUseMeasure(int latentCount, int meanWidth)
{
    /// <summary>The variance of the posterior mean above which a latent is active (Burda et al. 2016, sec. 5.2).</summary>
    public const double ActiveVariance = 0.01;

    private readonly int groupWidth = meanWidth / latentCount;
    private readonly double[] means = new double[meanWidth];
    private readonly double[] squares = new double[meanWidth];
    private readonly double[] kls = new double[latentCount];
    private readonly (double Mean, double Variance)[]? moments;
    private readonly double? klOfCodes;
    private long count;

    /// <summary>Creates a measure for the latents of a manifest.</summary>
    public LatentUseMeasure(VaeLatentSpace latent)
        : this(latent.Groups ?? latent.Dim, latent.Dim)
    {
        klOfCodes = latent.Codebook is { } codebook ? Math.Log(codebook.Size) : null;
        moments = latent.Prior is null ? null : PriorDistribution.Create(latent).EstimateMoments(latent.Dim);
    }

    /// <summary>Adds a row.</summary>
    /// <param name="mean">The posterior mean, [Z].</param>
    /// <param name="logVariance">The log-variance of a Gaussian posterior, [Z]; empty for other latents.</param>
    public void Add(ReadOnlySpan<float> mean, ReadOnlySpan<float> logVariance)
    {
        AddMean(mean);
        for (var i = 0; i < mean.Length; i++)
        {
            kls[i / groupWidth] +=
                klOfCodes is { } kl ? kl / groupWidth // the same for each row
                : logVariance.IsEmpty ? CategoricalKl(mean[i])
                : GaussianKl(i, mean[i], logVariance[i]);
        }
    }

    /// <summary>Adds a row whose KL divergence is known.</summary>
    /// <param name="mean">The posterior mean, [Z].</param>
    /// <param name="kl">The KL divergence of each latent in nats, [L].</param>
    public void AddKl(ReadOnlySpan<float> mean, ReadOnlySpan<float> kl)
    {
        AddMean(mean);
        for (var latent = 0; latent < kls.Length; latent++)
        {
            kls[latent] += kl[latent];
        }
    }

    /// <summary>Returns the measured latents, in order.</summary>
    public IReadOnlyList<VaeLatentUse> Latents()
    {
        double[] variances = [.. squares.Chunk(groupWidth).Select(group => group.Sum() / count)];
        return [.. kls.Select((kl, i) => new VaeLatentUse(i, kl / count, variances[i], variances[i] > ActiveVariance))];
    }

    private void AddMean(ReadOnlySpan<float> mean)
    {
        count++;
        for (var i = 0; i < means.Length; i++)
        {
            // Welford 1962: subtracting two sums of squares would lose digits.
            var step = mean[i] - means[i];
            means[i] += step / count;
            squares[i] += step * (mean[i] - means[i]);
        }
    }

    /// <summary>
    /// Returns KL(N(mean, exp(logVariance)) || N(0, 1)) (Kingma and Welling 2014, appendix B); with a learned prior that from the normal distribution
    /// with its mean and variance of the latent.
    /// </summary>
    private double GaussianKl(int latent, double mean, double logVariance)
    {
        if (moments is not null)
        {
            var (center, variance) = moments[latent];
            (mean, logVariance) = ((mean - center) / Math.Sqrt(variance), logVariance - Math.Log(variance));
        }

        return 0.5 * ((mean * mean) + Math.Exp(logVariance) - 1 - logVariance);
    }

    /// <summary>Returns the term of one category in KL(p || uniform over K) = sum p log(K p) (Jang et al. 2017).</summary>
    private double CategoricalKl(double p) => p > 0 ? p * Math.Log(groupWidth * p) : 0;
}
