namespace VaeMlNet;

/// <summary>Measures how well single latents describe known factors of the data.</summary>
/// <remarks>
/// The gap of a factor v is (I(z_a; v) - I(z_b; v)) / H(v), with the mutual information of the two latents a and b that tell most about it
/// (Chen et al. 2018, eq. 6). Information is computed from counts, with each latent divided into bins of equal width.
/// </remarks>
internal static class MutualInformationGap
{
    /// <summary>Returns the mean gap over the factors.</summary>
    /// <param name="latents">The embeddings, [N * Z] row by row.</param>
    /// <param name="width">The width of an embedding, Z.</param>
    /// <param name="factors">The values of each factor, N for each.</param>
    /// <param name="binCount">The number of bins of a latent.</param>
    public static double Measure(float[] latents, int width, IReadOnlyList<int[]> factors, int binCount)
    {
        var rowCount = latents.Length / width;
        var bins = Enumerable.Range(0, width).Select(latent => Bins(Column(latent), binCount)).ToArray();
        return factors.Average(factor =>
        {
            var entropy = Entropy(factor);
            var information = bins.Select(binned => entropy + Entropy(binned) - Entropy(Pairs(binned, factor)))
                .OrderDescending()
                .Append(0) // if there is only one latent
                .ToArray();
            // A factor with one value has nothing to tell.
            return entropy > 0 ? (information[0] - information[1]) / entropy : 0;
        });

        float[] Column(int latent) => [.. Enumerable.Range(0, rowCount).Select(row => latents[(row * width) + latent])];
    }

    private static int[] Bins(float[] values, int binCount)
    {
        var (low, high) = ((double)values.Min(), (double)values.Max());
        return
        [
            .. values.Select(value =>
                high > low ? Math.Min((int)((value - low) / (high - low) * binCount), binCount - 1) : 0
            ),
        ];
    }

    private static IEnumerable<(int, int)> Pairs(int[] a, int[] b) => a.Zip(b);

    /// <summary>Returns the entropy of values in nats, from their shares.</summary>
    private static double Entropy<T>(IEnumerable<T> values)
        where T : notnull
    {
        var counts = values.CountBy(value => value).Select(value => (double)value.Value).ToArray();
        var total = counts.Sum();
        return -counts.Sum(count => count / total * Math.Log(count / total));
    }
}
