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
            ? $"{(facts.Layout.Shape.Channels == 1 ? "" : "color ")}images of {facts.Layout.Shape.Height} x {facts.Layout.Shape.Width} pixels"
            : $"rows of {Figure.Count(facts.Layout.Columns.Count, "column")}";
        new ChartPage(Title(facts.Model, options), Subtitle(facts.Model, kind, options), [.. Sections()])
        {
            Rows = MappedRows(),
        }.Write(stream);
    }

    public static string Title(VaeModel model, VaeReportOptions options) =>
        options.Title ?? $"Report of {model.Manifest.Name}";

    /// <summary>Returns the line below the title.</summary>
    public static Html Subtitle(VaeModel model, string kind, VaeReportOptions options)
    {
        var data = options.DataName is { } name ? Html.Format($", on <b>{name}</b>") : Html.Empty;
        return Html.Format(
            $"Model <b>{model.Manifest.Name}</b>, a variational autoencoder of {kind} with {Figure.Count(model.Manifest.Latent.Dim, "latent")}{data}"
        );
    }

    private IEnumerable<Section> Sections()
    {
        Section?[] all =
        [
            OverviewSection.Create(
                facts,
                new(facts.Model.Folder, options.DataName)
                {
                    IsOfImages = options.IsOfImages,
                    PictureShape = options.FileNames is null ? null : facts.Layout.Shape,
                }
            ),
            AnomalySection.Create(facts, options.FileNames),
            // The others are folded: first the scores, then the data, then the model.
            ScoreSection.Create(
                facts.Scored,
                facts.Model.Manifest.Threshold.NegativeElbo,
                hasMap: true,
                facts.Model.Calibration
            ),
            CalibrationSection.Create(facts),
            ColumnSection.Create(facts),
            DriftSection.Create(facts),
            TrainingHistorySection.Create(facts.Training),
            LatentSections.Map(facts),
            LatentSections.Use(facts),
            ReconstructionSection.Create(facts),
            SampleSection.Create(facts, options.Seed),
            InterpolationSection.Create(facts),
            TraversalSection.Create(facts),
            ModelSection.Create(facts.Model),
        ];
        return all.OfType<Section>();
    }

    /// <summary>Returns the data of the rows: first those of the map, in its order, then the other examined rows.</summary>
    private JsonObject MappedRows()
    {
        MappedRow[] all = [.. facts.Rows, .. facts.OtherRows];
        JsonObject rows = new()
        {
            ["numbers"] = new JsonArray([.. all.Select(row => (JsonNode)(row.Row + 1))]),
            ["mapped"] = facts.Rows.Count,
            ["total"] = facts.Scored.RowCount,
            ["scores"] = new JsonArray([.. all.Select(row => VegaLite.Number(row.Score))]),
            ["columns"] = VegaLite.Texts(facts.Layout.Columns.Take(all[0].Cells.Count).Select(column => column.Name)),
            ["numeric"] = new JsonArray([
                .. facts
                    .Layout.Columns.Take(all[0].Cells.Count)
                    .Select(column => (JsonNode)(column.IsNumber && column.DateSchema is null)),
            ]),
            ["moreColumns"] = facts.Layout.Columns.Count - all[0].Cells.Count,
            ["cells"] = new JsonArray([.. all.Select(row => VegaLite.Texts(row.Cells))]),
            ["latents"] = MappedLatents.Write(facts),
        };
        if (facts.Model.CalibrationRows is not null)
        {
            rows["pValues"] = new JsonArray([.. all.Select(row => VegaLite.Number(row.PValue))]);
        }

        if (facts.Scored.LabelName is { } name)
        {
            rows["label"] = name;
            rows["labels"] = VegaLite.Texts(all.Select(row => row.Label ?? ""));
        }

        if (facts.Layout.IsImage)
        {
            rows["pictures"] = Pictures(all);
        }

        return rows;
    }

    private JsonObject Pictures(MappedRow[] all)
    {
        var shape = Thumbnail.ShapeOf(facts.Layout.Shape, Thumbnail.TooltipEdge);
        var grid = PictureGrid.Create(all.Select(row => row.Picture), shape, PicturesPerLine);
        return new()
        {
            ["source"] = grid.Source,
            ["sheetWidth"] = grid.Width,
            ["sheetHeight"] = grid.Height,
            ["width"] = shape.Width,
            ["height"] = shape.Height,
            ["perLine"] = PicturesPerLine,
        };
    }
}
