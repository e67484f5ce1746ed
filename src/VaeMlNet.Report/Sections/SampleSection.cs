namespace VaeMlNet.Report;

/// <summary>The section of synthetic rows.</summary>
internal static class SampleSection
{
    private const int ImagesPerLine = 10;
    private const int ImageCount = 5 * ImagesPerLine;
    private const int TableRowCount = 8;

    public static Section Create(ReportFacts facts, int seed)
    {
        List<Html> parts = [];
        if (facts.Model.Manifest.IsTable && CellByCellCandidates.Complaint(facts.Model) is null)
        {
            parts.Add(Draw(facts, VaeSampler.CellByCell, "Cell by cell", seed));
        }

        parts.Add(Draw(facts, VaeSampler.Prior, "From the prior", seed));
        if (facts.Model.LatentMixture is not null)
        {
            parts.Add(Draw(facts, VaeSampler.Mixture, "From the fitted mixture", seed));
        }

        return Section.WithoutCharts(
            "samples",
            "Samples",
            "Synthetic rows: the model samples latents at random and decodes them, or samples each cell given the cells before it. They should look like new rows of the same data.",
            facts.Layout.IsImage
                ? "images that show no object while reconstructions are good: the latents of the data do not fill the prior (a fitted mixture may help)."
                : "impossible combinations of values, or the same few rows repeated.",
            Html.Format($"<div class=\"stack\">\n{Html.Join(parts)}</div>\n")
        ) with
        {
            IsNarrow = facts.Layout.IsImage,
        };
    }

    private static Html Draw(ReportFacts facts, VaeSampler sampler, string title, int seed)
    {
        var count = facts.Layout.IsImage ? ImageCount : TableRowCount;
        float[][] rows = [.. SyntheticRows.Draw(facts.Model, sampler, count, seed)];
        if (facts.Layout.IsImage)
        {
            var grid = PictureGrid.CreateScaled(rows.Select(facts.Layout.ToPixels), facts.Layout.Shape, ImagesPerLine);
            return Blocks.Picture(grid, title, $"{count} images sampled {title.ToLowerInvariant()}.");
        }

        RowTable table = new(facts.Layout);
        var lines = rows.Select((row, i) => table.Raw($"{i + 1}", row));
        return Html.Format($"<h3>{title}</h3>\n{table.Create(lines, "", $"Rows sampled {title.ToLowerInvariant()}")}");
    }
}
