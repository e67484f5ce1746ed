using Microsoft.ML;
using VaeMlNet.Cli.Report.Images;
using VaeMlNet.Cli.Report.Page;
using VaeMlNet.Cli.Report.Rows;
using VaeMlNet.Cli.Tables;

namespace VaeMlNet.Cli.Report.Sections;

/// <summary>Rows that the model makes up.</summary>
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
        int count = facts.Layout.IsImage ? ImageCount : TableRowCount;
        float[][] rows = [.. Read(facts, sampler, count, seed)];
        if (facts.Layout.IsImage)
        {
            PictureGrid grid = PictureGrid.OfSection(rows, (facts.Layout.Height, facts.Layout.Width), ImagesPerLine);
            return Blocks.Picture(grid, title, $"{count} images drawn {title.ToLowerInvariant()}.");
        }

        RowTable table = new(facts.Layout);
        IEnumerable<IReadOnlyList<Html>> lines = rows.Select((row, i) => table.Raw($"{i + 1}", row));
        return Html.Of($"<h3>{title}</h3>\n{table.Of(lines, "", $"Rows drawn {title.ToLowerInvariant()}")}");
    }

    private static IEnumerable<float[]> Read(ReportFacts facts, VaeLatentSampler sampler, int count, int seed)
    {
        VaeModel model = facts.Model;
        IDataView rows = new MLContext().Data.VaeSample(model, count, seed, new() { Sampler = sampler });
        using DataViewRowCursor cursor = rows.GetRowCursor(rows.Schema);
        SlotReader slots = ModelTable.IsOne(model.Manifest)
            ? SlotReader.OfTable(cursor, ModelTable.Columns(model.Manifest.Columns))
            : SlotReader.OfVector(cursor, rows.Schema[0].Name);
        while (cursor.MoveNext())
        {
            yield return slots.Read();
        }
    }
}
