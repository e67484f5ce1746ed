namespace VaeMlNet;

/// <summary>Latents to decode. Any row can be read at any time.</summary>
/// <remarks>Thread safety: immutable.</remarks>
internal abstract class LatentRows(long count)
{
    public long Count { get; } = count;

    /// <summary>Writes one row, float32 [L].</summary>
    public abstract void Read(long row, Span<float> z);
}

/// <summary>Latents that are sampled from the prior. A row depends on the seed and its own number only.</summary>
/// <param name="count">The number of rows.</param>
/// <param name="seed">The seed: any number.</param>
/// <param name="prior">The prior.</param>
internal sealed class PriorLatents(long count, int seed, PriorDistribution prior) : LatentRows(count)
{
    public override void Read(long row, Span<float> z) => prior.Read(row, seed, z);
}

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

/// <summary>
/// Latents that are sampled from the uniform prior over categories: one slot of each group is 1. A row depends on the seed and
/// its own number only.
/// </summary>
/// <param name="count">The number of rows.</param>
/// <param name="seed">The seed: any number.</param>
/// <param name="categories">The width K of a group.</param>
internal sealed class CategoricalPriorLatents(long count, int seed, int categories) : LatentRows(count)
{
    /// <summary>The number of random numbers from one counter of the generator.</summary>
    private const int PerCounter = 4;

    public override void Read(long row, Span<float> z)
    {
        z.Clear();
        Span<uint> bits = stackalloc uint[PerCounter];
        for (var group = 0; group < z.Length / categories; group++)
        {
            if (group % PerCounter == 0)
            {
                Draw(row, group / PerCounter, bits);
            }
            // The upper half of bits * K is uniform on 0 to K - 1, up to an error of K / 2^32.
            var category = (int)(((ulong)bits[group % PerCounter] * (uint)categories) >> 32);
            z[(group * categories) + category] = 1;
        }
    }

    private void Draw(long row, int part, Span<uint> bits) =>
        (bits[0], bits[1], bits[2], bits[3]) = Philox.Draw(
            (unchecked((uint)row), (uint)(row >> 32), (uint)part, 0),
            (unchecked((uint)seed), 0)
        );
}
