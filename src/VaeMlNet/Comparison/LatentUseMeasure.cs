namespace VaeMlNet;

/// <summary>
/// Measures how much each latent responds to rows. Rows are added one by one, and sums are in double precision.
/// </summary>
internal sealed class LatentUseMeasure
{
    /// <summary>The variance of the posterior mean above which a latent is active (Burda et al. 2016, sec. 5.2).</summary>
    public const double ActiveVariance = 0.01;

    private readonly int[] latentOfSlot; // [Z], a categorical latent has a slot for each category
    private readonly double[] means;
    private readonly double[] squares;
    private readonly double[] kls;
    private readonly double[]? logPrior;
    private readonly (double Mean, double Variance)[] moments;
    private long count;

    /// <summary>Creates a measure for the latents of a manifest.</summary>
    public LatentUseMeasure(VaeLatentSpace latent)
    {
        latentOfSlot = [.. latent.Widths.Index().SelectMany(width => Enumerable.Repeat(width.Index, width.Item))];
        means = new double[latent.Dim];
        squares = new double[latent.Dim];
        kls = new double[latentOfSlot[^1] + 1];
        var prior = PriorDistribution.Create(latent);
        moments = [.. Enumerable.Range(0, latent.Dim).Select(prior.Moments)];
        logPrior = latent switch
        {
            { Categories: { } categories } => [.. Enumerable.Repeat(-Math.Log(categories), latent.Dim)],
            { Label.Shares: var shares } =>
            [
                .. new double[latent.Dim - shares.Count],
                .. shares.Select(share => Math.Log(share)),
            ],
            _ => null,
        };
    }

    /// <summary>Adds a row.</summary>
    /// <param name="mean">The posterior mean, [Z].</param>
    /// <param name="logVariance">The log-variances of the Gaussian latents, which are the first; empty for other latents.</param>
    public void Add(ReadOnlySpan<float> mean, ReadOnlySpan<float> logVariance)
    {
        AddMean(mean);
        for (var i = 0; i < mean.Length; i++)
        {
            kls[latentOfSlot[i]] +=
                i < logVariance.Length ? GaussianKl(i, mean[i], logVariance[i]) : CategoricalKl(mean[i], logPrior![i]);
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
        var variances = new double[kls.Length];
        foreach (var (slot, square) in squares.Index())
        {
            variances[latentOfSlot[slot]] += square / count;
        }

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
        var (center, variance) = moments[latent];
        (mean, logVariance) = ((mean - center) / Math.Sqrt(variance), logVariance - Math.Log(variance));
        return 0.5 * ((mean * mean) + Math.Exp(logVariance) - 1 - logVariance);
    }

    /// <summary>Returns the term of one category in KL(q || p) = sum q (log q - log p) (Jang et al. 2017, for a uniform p).</summary>
    private static double CategoricalKl(double q, double logPrior) => q > 0 ? q * (Math.Log(q) - logPrior) : 0;
}
