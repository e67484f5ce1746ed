using System.Text.Json.Nodes;

namespace VaeMlNet.Report;

/// <summary>The HTML page of a report on a model of tables, images or features.</summary>
/// <param name="facts">The measurements.</param>
/// <param name="options">The title, and the seed of the samples.</param>
internal sealed class ReportPage(ReportFacts facts, VaeReportOptions options)
{
    private const int PicturesPerLine = 50;

    /// <summary>Writes the page as UTF-8.</summary>
    public void Write(Stream stream)
    {
        var kind = facts.Layout.IsImage
            ? $"images of {facts.Layout.Height} x {facts.Layout.Width} pixels"
            : $"rows of {facts.Layout.Columns.Count} columns";
        new ChartPage(Title(facts.Model, options), Subtitle(facts.Model, kind, options), [.. Sections()])
        {
            Rows = MappedRows(),
        }.Write(stream);
    }

    /// <summary>Returns the title of a report.</summary>
    public static string Title(VaeModel model, VaeReportOptions options) =>
        options.Title ?? $"Report of {model.Manifest.Name}";

    /// <summary>Returns the line below the title.</summary>
    public static Html Subtitle(VaeModel model, string kind, VaeReportOptions options)
    {
        var data = options.DataName is { } name ? Html.Format($", on <b>{name}</b>") : Html.Empty;
        return Html.Format(
            $"Model <b>{model.Manifest.Name}</b>, a variational autoencoder of {kind} with {model.Manifest.Latent.Dim} latents{data}"
        );
    }

    private IEnumerable<Section> Sections()
    {
        Section?[] all =
        [
            OverviewSection.Create(facts),
            TrainingHistorySection.Create(facts.Model),
            LatentSections.Map(facts),
            LatentSections.Use(facts),
            ReconstructionSection.Create(facts),
            ColumnSection.Create(facts),
            SampleSection.Create(facts, options.Seed),
            InterpolationSection.Create(facts),
            TraversalSection.Create(facts),
            ScoreSection.Create(facts.Scored, facts.Model.Manifest.Threshold.NegativeElbo, hasMap: true),
            AnomalySection.Create(facts),
            CalibrationSection.Create(facts),
            ModelSection.Create(facts.Model),
        ];
        return all.OfType<Section>();
    }

    /// <summary>Returns the data that the page shows for the row under the pointer.</summary>
    private JsonObject MappedRows()
    {
        JsonObject rows = new()
        {
            ["numbers"] = new JsonArray([.. facts.Rows.Select(row => (JsonNode)(row.Row + 1))]),
            ["scores"] = new JsonArray([.. facts.Rows.Select(row => VegaLite.Number(row.Score))]),
            ["columns"] = new JsonArray([
                .. facts.Layout.Columns.Take(facts.Rows[0].Cells.Count).Select(column => (JsonNode)column.Name),
            ]),
            ["cells"] = new JsonArray([
                .. facts.Rows.Select(row => new JsonArray([.. row.Cells.Select(cell => (JsonNode)cell)])),
            ]),
        };
        if (facts.Scored.LabelName is { } name)
        {
            rows["label"] = name;
            rows["labels"] = new JsonArray([.. facts.Rows.Select(row => (JsonNode)(row.Label ?? ""))]);
        }

        if (facts.Layout.IsImage)
        {
            rows["pictures"] = Pictures();
        }

        return rows;
    }

    private JsonObject Pictures()
    {
        var size = Thumbnail.Size(facts.Layout.Height, facts.Layout.Width, Thumbnail.TooltipEdge);
        var grid = PictureGrid.Create(facts.Rows.Select(row => row.Picture), size, PicturesPerLine);
        return new()
        {
            ["source"] = grid.Source,
            ["sheetWidth"] = grid.Width,
            ["sheetHeight"] = grid.Height,
            ["width"] = size.Width,
            ["height"] = size.Height,
            ["perLine"] = PicturesPerLine,
        };
    }
}
