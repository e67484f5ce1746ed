namespace VaeMlNet;

/// <summary>
/// Latents whose codes are sampled by their shares in training, independently of each other. A row depends on the seed and its own number only.
/// </summary>
internal sealed class CodePriorLatents : LatentRows
{
    private readonly int seed;
    private readonly int size;
    private readonly float[] vectors;
    private readonly float[] shares;

    /// <param name="count">The number of rows.</param>
    /// <param name="seed">The seed: any number.</param>
    /// <param name="codebook">The checked codebook.</param>
    public CodePriorLatents(long count, int seed, VaeCodebook codebook)
        : base(count)
    {
        this.seed = seed;
        size = codebook.Size;
        vectors = [.. codebook.Vectors];
        shares = [.. codebook.Shares];
    }

    public override void Read(long row, Span<float> z)
    {
        var random = RowRandom.OfPrior(seed, (ulong)row);
        var width = vectors.Length / size;
        for (var place = 0; place < z.Length / width; place++)
        {
            var code = random.Category(place, shares.AsSpan(place * size, size));
            vectors.AsSpan(code * width, width).CopyTo(z[(place * width)..]);
        }
    }
}
