namespace VaeMlNet;

/// <summary>Latents that are sampled from the prior. A row depends on the seed and its own number only.</summary>
/// <param name="count">The number of rows.</param>
/// <param name="seed">The seed: any number.</param>
/// <param name="prior">The prior.</param>
internal sealed class PriorLatents(long count, int seed, PriorDistribution prior) : LatentRows(count)
{
    public override void Read(long row, Span<float> z) => prior.Read(row, seed, z);
}
