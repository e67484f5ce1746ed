using Microsoft.ML;

namespace VaeMlNet.Report;

/// <summary>The section of synthetic rows.</summary>
internal static class SampleSection
{
    private const int ImagesPerLine = 10;
    private const int ImageCount = 5 * ImagesPerLine;
    private const int TableRowCount = 8;

    public static Section Of(ReportFacts facts, int seed)
    {
        List<Html> parts = [Draw(facts, VaeLatentSampler.Prior, "From the prior", seed)];
        if (facts.Model.LatentMixture is not null)
        {
            parts.Add(Draw(facts, VaeLatentSampler.Mixture, "From the fitted mixture", seed));
        }

        return Section.Of(
            "samples",
            "Samples",
            "Rows that the model makes up: latents are drawn at random and decoded. They should look like data that was never seen.",
            facts.Layout.IsImage
                ? "images that are of nothing while reconstructions are good: the latents of data do not fill the prior (a mixture may help)."
                : "combinations of values that cannot be, or the same few rows again and again.",
            Html.Of($"<div class=\"stack\">\n{Html.Join(parts)}</div>\n")
        ) with
        {
            IsNarrow = facts.Layout.IsImage,
        };
    }

    private static Html Draw(ReportFacts facts, VaeLatentSampler sampler, string title, int seed)
    {
        var count = facts.Layout.IsImage ? ImageCount : TableRowCount;
        float[][] rows = [.. Read(facts, sampler, count, seed)];
        if (facts.Layout.IsImage)
        {
            var grid = PictureGrid.OfSection(rows, (facts.Layout.Height, facts.Layout.Width), ImagesPerLine);
            return Blocks.Picture(grid, title, $"{count} images drawn {title.ToLowerInvariant()}.");
        }

        RowTable table = new(facts.Layout);
        var lines = rows.Select((row, i) => table.Raw($"{i + 1}", row));
        return Html.Of($"<h3>{title}</h3>\n{table.Of(lines, "", $"Rows drawn {title.ToLowerInvariant()}")}");
    }

    private static IEnumerable<float[]> Read(ReportFacts facts, VaeLatentSampler sampler, int count, int seed)
    {
        var model = facts.Model;
        var rows = new MLContext().Data.VaeSample(model, count, seed, new() { Sampler = sampler });
        using var cursor = rows.GetRowCursor(rows.Schema);
        var read = model.Manifest.IsTable
            ? SlotReader.OfTable(cursor, model.Manifest.Columns)
            : SlotReader.OfVector(cursor, rows.Schema[0].Name);
        while (cursor.MoveNext())
        {
            yield return read();
        }
    }
}
