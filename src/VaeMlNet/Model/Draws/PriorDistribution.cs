namespace VaeMlNet;

/// <summary>The prior p(z) of Gaussian latents: its density, and samples that depend on the seed and the row only.</summary>
/// <remarks>Thread safety: immutable.</remarks>
internal abstract class PriorDistribution
{
    private const int MomentDraws = 10_000;

    /// <summary>Creates the prior of a checked latent space.</summary>
    public static PriorDistribution Create(VaeLatentSpace latent) =>
        latent.Prior switch
        {
            null => new StandardNormalPrior(),
            { Kind: VaeLatentPrior.Mixture } mixture => new MixturePriorDistribution(mixture, latent.Dim),
            var flow => new FlowPriorDistribution(flow, latent.Dim),
        };

    /// <summary>Returns log p(z) + (L/2) log(2 pi) in nats.</summary>
    public abstract double LogDensity(ReadOnlySpan<float> z);

    /// <summary>Samples the latents of a row.</summary>
    public abstract void Read(long row, int seed, Span<float> z);

    /// <summary>Estimates mean and variance of each latent from samples with a fixed seed.</summary>
    /// <param name="dim">The number of latents L.</param>
    public (double Mean, double Variance)[] EstimateMoments(int dim)
    {
        var z = new float[dim];
        var sums = new (double Mean, double Variance)[dim];
        for (var row = 0; row < MomentDraws; row++)
        {
            Read(row, seed: 1, z);
            for (var i = 0; i < dim; i++)
            {
                sums[i].Mean += z[i];
                sums[i].Variance += (double)z[i] * z[i];
            }
        }

        return Array.ConvertAll(
            sums,
            sum =>
            {
                var mean = sum.Mean / MomentDraws;
                return (mean, (sum.Variance / MomentDraws) - (mean * mean));
            }
        );
    }

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
    }
}
