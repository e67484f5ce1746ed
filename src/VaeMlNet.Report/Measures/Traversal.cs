namespace VaeMlNet.Report;

/// <summary>The decoded rows of a latent that changes while the other latents stay the same.</summary>
/// <param name="Latent">The index of the latent that changes, from 0.</param>
/// <param name="Steps">
/// The values of that latent: numbers for a Gaussian latent, categories for a categorical one, and codes for a vector-quantized one.
/// </param>
/// <param name="Decoded">The decoded row of each step, [R].</param>
internal sealed record Traversal(int Latent, IReadOnlyList<double> Steps, IReadOnlyList<float[]> Decoded)
{
    private const int PointCount = 9;
    private const double Reach = 3;

    /// <summary>Decodes a row for each value of one latent.</summary>
    /// <param name="model">The model.</param>
    /// <param name="latent">The index of the latent that changes.</param>
    /// <param name="typical">
    /// The values of the other latents: the mean of the prior, or the categories or vectors of a typical row.
    /// </param>
    public static Traversal Decode(VaeModel model, int latent, float[] typical)
    {
        var space = model.Manifest.Latent;
        (var points, var steps) =
            space.Categories is { } categories ? Categories(latent * categories, typical, categories)
            : space.Codebook is { } codebook ? Codes(latent, typical, codebook)
            : space.Label is { Shares.Count: var labels } && latent == space.Dim - labels
                ? Categories(latent, typical, labels)
            : Numbers(model, latent, typical);
        var decoded = model.Decode(points);
        return new(latent, steps, [.. decoded.Chunk(decoded.Length / steps.Length)]);
    }

    /// <summary>
    /// Returns values for latents that do not change: 0, the mean of the prior, or the likeliest categories, the likeliest label or the vectors of a
    /// row.
    /// </summary>
    public static float[] TypicalLatent(VaeLatentSpace space, DetailedRow row) =>
        space.Categories is { } categories ? [.. row.LatentMean.Chunk(categories).SelectMany(Likeliest)]
        : space.Label is { Shares.Count: var labels }
            ? [.. new float[space.Dim - labels], .. Likeliest(row.LatentMean[^labels..])]
        : space.Codebook is null ? new float[space.Dim]
        : row.LatentMean;

    private static IEnumerable<float> Likeliest(float[] group) => group.Select(p => p == group.Max() ? 1f : 0f);

    private static (float[], double[]) Numbers(VaeModel model, int latent, float[] typical)
    {
        var points = model.Traverse(typical, latent, PointCount, (float)-Reach, (float)Reach);
        return (points, [.. Enumerable.Range(0, PointCount).Select(i => Reach * ((2.0 * i / (PointCount - 1)) - 1))]);
    }

    /// <summary>Returns the most used codes of a latent.</summary>
    private static (float[], double[]) Codes(int latent, float[] typical, VaeCodebook codebook)
    {
        uint[] codes =
        [
            .. Enumerable
                .Range(0, codebook.Size)
                .OrderByDescending(code => codebook.Shares[(latent * codebook.Size) + code])
                .Take(PointCount)
                .Order()
                .Select(code => (uint)code + 1),
        ];
        float[] points = [.. codes.SelectMany(_ => typical)];
        foreach (var (number, code) in codes.Index())
        {
            var vector = codebook.Lookup([code]);
            vector.CopyTo(points.AsSpan((number * typical.Length) + (latent * vector.Length)));
        }

        return (points, [.. codes.Select(code => (double)code)]);
    }

    private static (float[], double[]) Categories(int firstSlot, float[] typical, int categories)
    {
        float[] points = [.. Enumerable.Repeat(typical, categories).SelectMany(row => row)];
        for (var category = 0; category < categories; category++)
        {
            var group = points.AsSpan((category * typical.Length) + firstSlot, categories);
            group.Clear();
            group[category] = 1;
        }

        return (points, [.. Enumerable.Range(0, categories).Select(category => (double)category)]);
    }
}
