namespace VaeMlNet;

/// <summary>Latents that are sampled from the prior. A row depends on the seed and its own number only.</summary>
/// <param name="count">The number of rows.</param>
/// <param name="seed">The seed: any number.</param>
/// <param name="prior">The prior; null for N(0, I).</param>
internal sealed class PriorLatents(long count, int seed, PriorDistribution? prior = null) : LatentRows(count)
{
    public override void Read(long row, Span<float> z)
    {
        if (prior is null)
        {
            StandardNormals.Fill(row, seed, z);
        }
        else
        {
            prior.Read(row, seed, z);
        }
    }
}
