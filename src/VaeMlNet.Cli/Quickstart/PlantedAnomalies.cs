namespace VaeMlNet.Cli;

/// <summary>Test images of which some, chosen by a seed, are turned by 90 degrees.</summary>
/// <param name="Images">All images, in their old order.</param>
/// <param name="IsTurned">Which ones were turned.</param>
internal sealed record PlantedAnomalies(FeatureMatrix Images, IReadOnlyList<bool> IsTurned)
{
    /// <summary>Turns some of the images.</summary>
    /// <param name="images">Square images; not changed.</param>
    /// <param name="count">How many to turn.</param>
    /// <param name="seed">Chooses which.</param>
    public static PlantedAnomalies Plant(FeatureMatrix images, int count, int seed)
    {
        var planted = images with { Values = [.. images.Values] };
        var isTurned = new bool[images.RowCount];
        int[] order = [.. Enumerable.Range(0, images.RowCount)];
        new Random(seed).Shuffle(order);
        var edge = (int)Math.Sqrt(images.Width);
        foreach (var row in order.Take(count))
        {
            isTurned[row] = true;
            Turn(images.Row(row), edge, planted.Values.AsSpan(row * images.Width, images.Width));
        }

        return new PlantedAnomalies(planted, isTurned);
    }

    // Clockwise: the left column, read upwards, becomes the top row.
    private static void Turn(ReadOnlySpan<float> image, int edge, Span<float> turned)
    {
        for (var y = 0; y < edge; y++)
        {
            for (var x = 0; x < edge; x++)
            {
                turned[y * edge + x] = image[(edge - 1 - x) * edge + y];
            }
        }
    }
}
