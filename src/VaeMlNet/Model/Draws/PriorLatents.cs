namespace VaeMlNet;

/// <summary>Latents that are sampled from the prior N(0, I). A row depends on the seed and its own number only.</summary>
internal sealed class PriorLatents(long count, int seed) : LatentRows(count)
{
    public override void Read(long row, Span<float> z) => StandardNormals.Fill(row, seed, z);
}
