namespace VaeMlNet;

/// <summary>
/// Latents drawn from the uniform prior over categories: in each group of slots a 1 in one of them. A row depends on the
/// seed and its own number only.
/// </summary>
/// <param name="count">The number of rows.</param>
/// <param name="seed">Any number.</param>
/// <param name="categories">K, the width of a group.</param>
internal sealed class CategoricalPriorLatents(long count, int seed, int categories) : LatentRows(count)
{
    /// <summary>Random numbers that one counter of the generator gives.</summary>
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
            // The high part of bits * K is uniform on 0 to K - 1, to within K / 2^32.
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
