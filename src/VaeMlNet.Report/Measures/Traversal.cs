namespace VaeMlNet.Report;

/// <summary>The decoded rows of a latent that changes while the other latents stay the same.</summary>
/// <param name="Latent">The index of the latent that changes, from 0.</param>
/// <param name="Steps">
/// The values of that latent: numbers for a Gaussian latent, and categories for a categorical one.
/// </param>
/// <param name="Decoded">The decoded row of each step, [R].</param>
internal sealed record Traversal(int Latent, IReadOnlyList<double> Steps, IReadOnlyList<float[]> Decoded)
{
    private const int PointCount = 9;
    private const double Reach = 3; // standard deviations of the prior

    /// <summary>Decodes a row for each value of one latent.</summary>
    /// <param name="model">The model.</param>
    /// <param name="latent">The index of the latent that changes.</param>
    /// <param name="typical">
    /// The values of the other latents: the means of the prior, or the categories of a typical row.
    /// </param>
    public static Traversal Decode(VaeModel model, int latent, float[] typical)
    {
        var space = model.Manifest.Latent;
        (var points, var steps) =
            space.Categories is { } categories ? Categories(latent * categories, typical, categories)
            : space.Label is { Shares.Count: var labels } && latent == space.Dim - labels
                ? Categories(latent, typical, labels)
            : Numbers(model, latent, typical);
        var decoded = model.Decode(points);
        return new(latent, steps, [.. decoded.Chunk(decoded.Length / steps.Length)]);
    }

    /// <summary>
    /// Returns values for latents that do not change: the means of the prior, or the likeliest categories or the likeliest label of a row.
    /// </summary>
    public static float[] TypicalLatent(VaeLatentSpace space, DetailedRow row) =>
        space.Categories is { } categories ? [.. row.LatentMean.Chunk(categories).SelectMany(Likeliest)]
        : space.Label is { Shares.Count: var labels }
            ? [.. new float[space.Dim - labels], .. Likeliest(row.LatentMean[^labels..])]
        : Means(space);

    private static IEnumerable<float> Likeliest(float[] group) => group.Select(p => p == group.Max() ? 1f : 0f);

    private static float[] Means(VaeLatentSpace space)
    {
        var prior = PriorDistribution.Create(space);
        return [.. Enumerable.Range(0, space.Dim).Select(latent => (float)prior.Moments(latent).Mean)];
    }

    private static (float[], double[]) Numbers(VaeModel model, int latent, float[] typical)
    {
        var (mean, variance) = PriorDistribution.Create(model.Manifest.Latent).Moments(latent);
        var reach = Reach * Math.Sqrt(variance);
        var points = model.Traverse(typical, latent, PointCount, (float)(mean - reach), (float)(mean + reach));
        return (
            points,
            [.. Enumerable.Range(0, PointCount).Select(i => mean + (reach * ((2.0 * i / (PointCount - 1)) - 1)))]
        );
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

/// <summary>The change of one decoded column, or of the probability of one of its values, while a latent changes.</summary>
/// <param name="Column">The column.</param>
/// <param name="Name">The name of the column, with the value for categories.</param>
/// <param name="Values">The change at each step from the middle step, in standard deviations of the column.</param>
/// <param name="Texts">The decoded values.</param>
internal sealed record TraversalLine(ReportColumn Column, string Name, double[] Values, string[] Texts)
{
    // Of the sine and of the cosine of an angle that takes all values alike.
    private static readonly double DeviationOfAngles = Math.Sqrt(0.5);

    /// <summary>Gets the distance between the lowest and the highest value.</summary>
    public double Range => Values.Max() - Values.Min();

    /// <summary>Gets the change from the first to the last step.</summary>
    public double Change => Values[^1] - Values[0];

    /// <summary>
    /// Returns the lines of all columns, the largest range first. Columns with a standard deviation of 0 have none.
    /// </summary>
    public static IEnumerable<TraversalLine> Create(Traversal traversal, IEnumerable<ColumnReconstruction> columns) =>
        columns
            .SelectMany(column => Lines(column, traversal))
            .OrderByDescending(line => line.Range)
            // The line of a date is that of its part that changes most.
            .DistinctBy(line => (line.Column, line.Name));

    private static IEnumerable<TraversalLine> Lines(ColumnReconstruction measured, Traversal traversal)
    {
        var column = measured.Column;
        // The probabilities of two categories are the same line twice.
        var first = column.IsCategory && column.DecodedWidth == 2 ? 1 : 0;
        for (var i = first; i < column.DecodedWidth; i++)
        {
            var deviation =
                column.IsCategory ? Deviation(measured.ShareOf(i + 1))
                : i > 0 ? DeviationOfAngles
                : measured.Deviation;
            if (deviation == 0)
            {
                continue;
            }

            var slot = column.Decoded + i;
            double middle = traversal.Decoded[traversal.Decoded.Count / 2][slot];
            yield return new TraversalLine(
                column,
                NameOf(column, i),
                [.. traversal.Decoded.Select(decoded => (decoded[slot] - middle) / deviation)],
                [.. traversal.Decoded.Select(decoded => Text(column, decoded, slot))]
            );
        }
    }

    /// <summary>Returns the standard deviation of an event with this probability, as 0 and 1.</summary>
    private static double Deviation(double share) => Math.Sqrt(share * (1 - share));

    private static string NameOf(ReportColumn column, int decoded) =>
        column.IsNumber ? column.Name
        : column.IsCategory ? $"{column.Name} = {column.Categories[decoded]}"
        : $"{column.Name} = true";

    private static string Text(ReportColumn column, float[] decoded, int slot) =>
        column.IsNumber ? column.DecodedText(decoded) : Figure.Percent(decoded[slot]);
}
