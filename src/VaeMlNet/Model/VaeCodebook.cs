namespace VaeMlNet;

/// <summary>The vectors of vector-quantized latents, and how often training used them (van den Oord et al. 2017).</summary>
/// <remarks>Matrices are row after row. Thread safety: immutable.</remarks>
public sealed record VaeCodebook
{
    private const int LargestSize = 65_536;
    private const double ShareTolerance = 1e-3;

    /// <summary>Gets the number of vectors K, at least 2. Codes are the keys 1 to K.</summary>
    public required int Size { get; init; }

    /// <summary>Gets the vectors, [K, W], in the order of their codes.</summary>
    public required IReadOnlyList<float> Vectors { get; init; }

    /// <summary>
    /// Gets the share of each code at each of the M places of a row, [M, K]: exponential moving averages over the last steps of training. The shares
    /// of a place add up to 1. Samples draw codes by them, independently of each other.
    /// </summary>
    public required IReadOnlyList<float> Shares { get; init; }

    /// <summary>
    /// Computes the perplexity of the codes: the exponential of the entropy of their shares over all places, from 1, if all rows have the same code, to K,
    /// if all codes are equally frequent.
    /// </summary>
    public double ComputePerplexity()
    {
        var places = Shares.Count / Size;
        var entropy = 0.0;
        for (var code = 0; code < Size; code++)
        {
            var share = 0.0;
            for (var place = 0; place < places; place++)
            {
                share += (double)Shares[(place * Size) + code] / places;
            }

            entropy -= share > 0 ? share * Math.Log(share) : 0;
        }

        return Math.Exp(entropy);
    }

    /// <summary>Returns the latent row of codes, which <see cref="VaeModel.Decode"/> and VaeDecode take.</summary>
    /// <param name="codes">The codes of one or more rows, from 1 to K, row after row.</param>
    /// <returns>The vectors of the codes, one after the other, W numbers each.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="codes"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A code is not 1 to K. The key 0, a missing value, has no vector.</exception>
    public float[] Lookup(IEnumerable<uint> codes)
    {
        ArgumentNullException.ThrowIfNull(codes);
        var width = Vectors.Count / Size;
        return
        [
            .. codes.SelectMany(code =>
                code >= 1 && code <= Size
                    ? Enumerable.Range(((int)code - 1) * width, width).Select(slot => Vectors[slot])
                    : throw new ArgumentOutOfRangeException(
                        nameof(codes),
                        code,
                        FormattableString.Invariant($"A code is {code}, but must be 1 to {Size}.")
                    )
            ),
        ];
    }

    /// <summary>Returns the problem of the codebook of a latent space; null if it is valid.</summary>
    internal static string? Complaint(VaeLatentSpace latent)
    {
        if (latent.Groups is not >= 1 || latent.Dim % latent.Groups.Value != 0)
        {
            return FormattableString.Invariant(
                $"latent.groups is {(latent.Groups.HasValue ? latent.Groups.Value : "missing")}, expected a divisor of latent.dim, which is {latent.Dim}"
            );
        }

        if (latent.Codebook is not { Size: >= 2 and <= LargestSize } codebook)
        {
            return FormattableString.Invariant(
                $"latent.codebook.size is {(latent.Codebook is { } given ? given.Size : "missing")}, expected 2 to {LargestSize}"
            );
        }

        var (size, places) = ((long)codebook.Size, latent.Groups.Value);
        var width = latent.Dim / places;
        if (codebook.Vectors?.Count != size * width || codebook.Shares?.Count != size * places)
        {
            return FormattableString.Invariant(
                $"latent.codebook has {codebook.Vectors?.Count ?? 0} numbers in vectors and {codebook.Shares?.Count ?? 0} in shares, expected {size * width} and {size * places}"
            );
        }

        return
            codebook.Vectors.All(float.IsFinite)
            && codebook.Shares.All(share => share is >= 0 and <= 1)
            && codebook
                .Shares.Chunk(codebook.Size)
                .All(place => Math.Abs(place.Sum(share => (double)share) - 1) <= ShareTolerance)
            ? null
            : "latent.codebook has vectors that are not finite, or shares that do not add up to 1 at each place";
    }
}
