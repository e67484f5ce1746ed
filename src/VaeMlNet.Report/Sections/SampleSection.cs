namespace VaeMlNet.Report;

/// <summary>The section of synthetic rows.</summary>
internal static class SampleSection
{
    private const int ImagesPerLine = 10;
    private const int ImageCount = 5 * ImagesPerLine;
    private const int TableRowCount = 8;

    public static Section Create(ReportFacts facts, int seed)
    {
        var title = CellByCellCandidates.CanDraw(facts.Model) ? "Cell by cell" : "From the prior";
        return new Section(
            "samples",
            "Samples",
            "Synthetic rows: the model samples latents at random and decodes them, or samples each cell given the cells before it. They should look like new rows of the same data.",
            facts.Layout.IsImage
                ? "images that show no object while reconstructions are good: the latents of the data do not fill the prior."
                : "impossible combinations of values, or the same few rows repeated.",
            Draw(facts, title, seed),
            Gist: "rows that the model makes up"
        );
    }

    private static Html Draw(ReportFacts facts, string title, int seed)
    {
        var count = facts.Layout.IsImage ? ImageCount : TableRowCount;
        float[][] rows = [.. SyntheticRows.Draw(facts.Model, count, seed)];
        if (facts.Layout.IsImage)
        {
            var grid = PictureGrid.CreateScaled(rows.Select(facts.Layout.ToPixels), facts.Layout.Shape, ImagesPerLine);
            return Blocks.Picture(grid, title, $"{count} images sampled {title.ToLowerInvariant()}.");
        }

        RowTable table = new(facts.Layout);
        var lines = rows.Select((row, i) => table.Synthetic($"{i + 1}", row));
        return Html.Format($"<h3>{title}</h3>\n{table.Create(lines, "", $"Rows sampled {title.ToLowerInvariant()}")}");
    }
}
