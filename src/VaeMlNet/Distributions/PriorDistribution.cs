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

/// <summary>A learned mixture of Gaussians with diagonal covariances.</summary>
internal sealed class MixturePriorDistribution : PriorDistribution
{
    private const double WeightTolerance = 1e-3;

    private readonly int dim;
    private readonly float[] weights;
    private readonly float[] means;
    private readonly float[] variances;
    private readonly double[] logScales;

    public MixturePriorDistribution(LatentPrior prior, int dim)
    {
        this.dim = dim;
        weights = [.. prior.Weights!];
        means = [.. prior.Means!];
        variances = [.. prior.Variances!];
        logScales =
        [
            .. weights.Select(
                (weight, k) => Math.Log(weight) - (variances.AsSpan(k * dim, dim).ToArray().Sum(v => Math.Log(v)) / 2)
            ),
        ];
    }

    /// <summary>Returns the problem of a prior over L latents; null if it is valid.</summary>
    public static string? Complaint(LatentPrior prior, int dim)
    {
        var count = (long)(prior.Weights?.Count ?? 0);
        if (count == 0 || prior.Means?.Count != count * dim || prior.Variances?.Count != count * dim)
        {
            return FormattableString.Invariant(
                $"latent.prior has {count} weights, {prior.Means?.Count ?? 0} means and {prior.Variances?.Count ?? 0} variances, expected at least 1 weight, and {dim} means and variances for each"
            );
        }

        return
            prior.Weights!.All(weight => weight is >= 0 and <= 1)
            && Math.Abs(prior.Weights!.Sum(weight => (double)weight) - 1) <= WeightTolerance
            && prior.Means.All(float.IsFinite)
            && prior.Variances.All(variance => variance > 0 && float.IsFinite(variance))
            ? null
            : "latent.prior has weights that are not shares of 1, means that are not finite, or variances that are not above 0";
    }

    public override double LogDensity(ReadOnlySpan<float> z)
    {
        var (largest, sum) = (double.NegativeInfinity, 0.0);
        for (var k = 0; k < weights.Length; k++)
        {
            var term = logScales[k];
            for (var i = 0; i < dim; i++)
            {
                double difference = z[i] - means[(k * dim) + i];
                term -= difference * difference / (2 * variances[(k * dim) + i]);
            }

            if (term > largest)
            {
                sum *= Math.Exp(largest - term);
                largest = term;
            }

            sum += double.IsNegativeInfinity(term) ? 0 : Math.Exp(term - largest);
        }

        return largest + Math.Log(sum);
    }

    public override void Read(long row, int seed, Span<float> z)
    {
        StandardNormals.Fill(row, seed, z);
        var first = RowRandom.OfPrior(seed, (ulong)row).Category(0, weights) * dim;
        for (var i = 0; i < dim; i++)
        {
            z[i] = means[first + i] + (MathF.Sqrt(variances[first + i]) * z[i]);
        }
    }

    public override (double Mean, double Variance) Moments(int latent)
    {
        var (mean, square) = (0.0, 0.0);
        for (var k = 0; k < weights.Length; k++)
        {
            double center = means[(k * dim) + latent];
            mean += weights[k] * center;
            square += weights[k] * ((center * center) + variances[(k * dim) + latent]);
        }

        return (mean, square - (mean * mean));
    }
}

/// <summary>Computes standard normal numbers that depend on a seed and the row's number only. Thread-safe.</summary>
internal static class StandardNormals
{
    /// <summary>
    /// The number of normal numbers from one counter of the generator, which gives two pairs of uniform numbers.
    /// </summary>
    private const int PerCounter = 4;

    public static void Fill(long row, int seed, Span<float> z)
    {
        Span<float> normals = stackalloc float[PerCounter];
        for (var start = 0; start < z.Length; start += PerCounter)
        {
            Draw(row, start / PerCounter, seed, normals);
            normals[..Math.Min(PerCounter, z.Length - start)].CopyTo(z[start..]);
        }
    }

    private static void Draw(long row, int part, int seed, Span<float> normals)
    {
        (var a, var b, var c, var d) = Philox.Draw(
            (unchecked((uint)row), (uint)(row >> 32), (uint)part, 0),
            (unchecked((uint)seed), 0)
        );
        (normals[0], normals[1]) = BoxMuller(Philox.Uniform(a), Philox.Uniform(b));
        (normals[2], normals[3]) = BoxMuller(Philox.Uniform(c), Philox.Uniform(d));
    }

    /// <summary>Returns two independent standard normal numbers from two uniform numbers. Source: Box and Muller 1958.</summary>
    private static (float First, float Second) BoxMuller(double u1, double u2)
    {
        var radius = Math.Sqrt(-2 * Math.Log(u1));
        (var sin, var cos) = Math.SinCos(2 * Math.PI * u2);
        return ((float)(radius * cos), (float)(radius * sin));
    }
}
