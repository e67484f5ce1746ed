namespace VaeMlNet;

/// <summary>The prior p(z) of Gaussian latents: its density, and samples that depend on the seed and the row only.</summary>
/// <remarks>Thread safety: immutable.</remarks>
internal abstract class PriorDistribution
{
    /// <summary>Creates the prior of a checked latent space.</summary>
    public static PriorDistribution Create(VaeLatentSpace latent) =>
        latent.Prior is { } mixture ? new MixturePriorDistribution(mixture, latent.Dim) : new StandardNormalPrior();

    /// <summary>Returns log p(z) + (L/2) log(2 pi) in nats.</summary>
    public abstract double LogDensity(ReadOnlySpan<float> z);

    /// <summary>Samples the latents of a row.</summary>
    public abstract void Read(long row, int seed, Span<float> z);

    /// <summary>Returns mean and variance of a latent.</summary>
    public abstract (double Mean, double Variance) Moments(int latent);

    private sealed class StandardNormalPrior : PriorDistribution
    {
        public override double LogDensity(ReadOnlySpan<float> z)
        {
            var sum = 0.0;
            foreach (var value in z)
            {
                sum -= (double)value * value / 2;
            }

            return sum;
        }

        public override void Read(long row, int seed, Span<float> z) => StandardNormals.Fill(row, seed, z);

        public override (double Mean, double Variance) Moments(int latent) => (0, 1);
    }
}
