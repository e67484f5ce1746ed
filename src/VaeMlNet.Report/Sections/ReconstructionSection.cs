namespace VaeMlNet.Report;

/// <summary>Rows beside what comes back from their latents.</summary>
internal static class ReconstructionSection
{
    private const int MostRowsOfTable = 5;

    public static Section Of(ReportFacts facts) =>
        Section.Of(
            "reconstructions",
            "Reconstructions",
            facts.Layout.IsImage
                ? "Above, images of the data; below each, what the decoder makes of its latents. Fine detail may be lost, identity may not."
                : "Rows of the data, and below each what the decoder expects from its latents: the mean of a number, the likeliest value of the others.",
            facts.Layout.IsImage
                ? "the same blurred image for all inputs, or images of another kind than their inputs."
                : "the same line for all rows: the latents carry nothing.",
            facts.Layout.IsImage ? Images(facts) : Table(facts)
        );

    private static Html Images(ReportFacts facts)
    {
        var count = facts.Examples.Count;
        var grid = PictureGrid.OfSection(
            [.. facts.Examples.Select(row => row.Slots), .. facts.Examples.Select(row => row.Decoded)],
            (facts.Layout.Height, facts.Layout.Width),
            count
        );
        var rows = string.Join(", ", facts.Examples.Select(row => Figure.Count(row.Row + 1)));
        return Blocks.Picture(grid, $"Rows {rows}", $"{count} images of the data above, their reconstructions below.");
    }

    private static Html Table(ReportFacts facts)
    {
        RowTable table = new(facts.Layout);
        var lines = facts
            .Examples.Take(MostRowsOfTable)
            .SelectMany(row =>
                new[]
                {
                    table.Raw($"row {Figure.Count(row.Row + 1)}", row.Slots),
                    table.Decoded("decoded", row.Decoded),
                }
            );
        return table.Of(lines, "", "Rows and their reconstructions");
    }
}
