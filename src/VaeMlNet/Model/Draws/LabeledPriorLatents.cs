namespace VaeMlNet;

/// <summary>
/// Latents from N(0, I), followed by a label that is sampled by its shares, as ones and zeros. A row depends on the seed and its own number only.
/// </summary>
/// <param name="count">The number of rows.</param>
/// <param name="seed">The seed: any number.</param>
/// <param name="label">The checked label.</param>
internal sealed class LabeledPriorLatents(long count, int seed, LatentLabel label) : LatentRows(count)
{
    private readonly float[] shares = [.. label.Shares];

    public override void Read(long row, Span<float> z)
    {
        var gaussian = z.Length - shares.Length;
        StandardNormals.Fill(row, seed, z[..gaussian]);
        z[gaussian..].Clear();
        z[gaussian + RowRandom.OfPrior(seed, (ulong)row).Category(0, shares)] = 1;
    }
}
