namespace VaeMlNet.Report;

/// <summary>The section of reconstructions: rows of the data beside the output of the decoder.</summary>
internal static class ReconstructionSection
{
    private const int MostRowsOfTable = 5;

    public static Section Create(ReportFacts facts) =>
        new Section(
            "reconstructions",
            "Reconstructions",
            facts.Layout.IsImage
                ? "Each pair of images shows an image of the data, and below it the reconstruction that the decoder makes from its latents. Fine detail may be lost, but the object must stay the same."
                : "Rows of the data, and below each row the reconstruction that the decoder makes from its latents: the mean of a number, the likeliest value of any other column.",
            facts.Layout.IsImage
                ? "all inputs have the same blurred reconstruction, or reconstructions show a different kind of object."
                : "all rows have the same reconstruction: the latents have no information.",
            facts.Layout.IsImage ? Images(facts) : Table(facts),
            Gist: "rows beside what the decoder makes of them"
        );

    private static Html Images(ReportFacts facts)
    {
        var count = facts.Examples.Count;
        var grid = PictureGrid.CreateScaled(
            facts
                .Examples.Select(row => row.Slots)
                .Concat(facts.Examples.Select(row => row.Decoded))
                .Select(facts.Layout.ToPixels),
            facts.Layout.Shape,
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
        return table.Create(lines, "", "Rows and their reconstructions");
    }
}
