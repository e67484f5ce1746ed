namespace VaeMlNet.Report;

/// <summary>The change of one decoded column, or of the probability of one of its values, while a latent changes.</summary>
/// <param name="Column">The column.</param>
/// <param name="Name">The name of the column, with the value for categories.</param>
/// <param name="Values">The change at each step from the middle step, in standard deviations of the column.</param>
/// <param name="Texts">The decoded values.</param>
internal sealed record TraversalLine(ReportColumn Column, string Name, double[] Values, string[] Texts)
{
    /// <summary>Gets the distance between the lowest and the highest value.</summary>
    public double Range => Values.Max() - Values.Min();

    /// <summary>Gets the change from the first to the last step.</summary>
    public double Change => Values[^1] - Values[0];

    /// <summary>
    /// Returns the lines of all columns, the largest range first. Columns with a standard deviation of 0 have none.
    /// </summary>
    public static IEnumerable<TraversalLine> Create(Traversal traversal, IEnumerable<ColumnReconstruction> columns) =>
        columns.SelectMany(column => Lines(column, traversal)).OrderByDescending(line => line.Range);

    private static IEnumerable<TraversalLine> Lines(ColumnReconstruction measured, Traversal traversal)
    {
        var column = measured.Column;
        // The probabilities of two categories are the same line twice.
        var first = column.IsCategory && column.DecodedWidth == 2 ? 1 : 0;
        for (var i = first; i < column.DecodedWidth; i++)
        {
            var deviation = column.IsCategory ? Deviation(measured.ShareOf(i + 1)) : measured.Deviation;
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
                [.. traversal.Decoded.Select(decoded => Text(column, decoded[slot]))]
            );
        }
    }

    /// <summary>Returns the standard deviation of an event with this probability, as 0 and 1.</summary>
    private static double Deviation(double share) => Math.Sqrt(share * (1 - share));

    private static string NameOf(ReportColumn column, int decoded) =>
        column.IsNumber ? column.Name
        : column.IsCategory ? $"{column.Name} = {column.Categories[decoded]}"
        : $"{column.Name} = true";

    private static string Text(ReportColumn column, float value) =>
        column.IsNumber ? Figure.Number(value) : Figure.Percent(value);
}
