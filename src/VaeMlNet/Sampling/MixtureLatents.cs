namespace VaeMlNet;

/// <summary>Latents that are sampled from a mixture of Gaussians. A row depends on the seed and its own number only.</summary>
internal sealed class MixtureLatents : LatentRows
{
    private readonly int seed;
    private readonly VaeLatentComponent[] components;
    private readonly double[][] factors;

    /// <summary>Prepares sampling from a checked mixture.</summary>
    public MixtureLatents(VaeLatentMixture mixture, long count, int seed)
        : base(count)
    {
        this.seed = seed;
        components = [.. mixture.Components];
        factors = [.. components.Select(c => CholeskyFactor.Compute((i, j) => c.Covariance[i][j], c.Mean.Count)!)];
    }

    public override void Read(long row, Span<float> z)
    {
        var chosen = Choose(row);
        var mean = components[chosen].Mean;
        var factor = factors[chosen];
        var eps = z.Length <= 256 ? stackalloc float[z.Length] : new float[z.Length];
        StandardNormals.Fill(row, seed, eps);
        for (var i = 0; i < z.Length; i++)
        {
            var value = mean[i];
            for (var j = 0; j <= i; j++)
            {
                value += factor[(i * z.Length) + j] * eps[j];
            }

            z[i] = (float)value;
        }
    }

    private int Choose(long row)
    {
        // The fourth word separates these numbers from the normal numbers, which use 0.
        (var bits, _, _, _) = Philox.Draw((unchecked((uint)row), (uint)(row >> 32), 0, 1), (unchecked((uint)seed), 0));
        var rest = Philox.Uniform(bits);
        for (var k = 0; k < components.Length - 1; k++)
        {
            rest -= components[k].Weight;
            if (rest < 0)
            {
                return k;
            }
        }

        return components.Length - 1;
    }
}
