using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace VaeMlNet.Report;

/// <summary>The HTML page of a report: one file that loads nothing else.</summary>
/// <param name="facts">The measurements.</param>
/// <param name="options">The title, and the seed of the samples.</param>
internal sealed class ReportPage(ReportFacts facts, VaeReportOptions options)
{
    private const int PicturesPerLine = 50;

    private readonly string title = options.Title ?? $"Report of {facts.Model.Manifest.Name}";

    private static readonly string[] Libraries = ["vega.min.js", "vega-lite.min.js", "vega-embed.min.js"];

    /// <summary>Writes the page as UTF-8.</summary>
    public void Write(Stream stream)
    {
        Section[] sections = [.. Sections()];
        using StreamWriter writer = new(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        writer.Write(Head().Markup);
        writer.Write(Body(sections).Markup);
        WriteData(writer, sections);
        writer.Write($"<!--\n{Resource("vega/LICENSES.txt")}\n-->\n");
        foreach (var library in Libraries)
        {
            writer.Write($"<script>\n{WithoutSourceMap(Resource($"vega/{library}"))}\n</script>\n");
        }

        writer.Write($"<script>\n{Resource("report.js")}</script>\n</body>\n</html>\n");
    }

    /// <summary>Reads a file that is embedded into this assembly.</summary>
    internal static string Resource(string name)
    {
        using var stream = typeof(ReportPage).Assembly.GetManifestResourceStream(name)!;
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd();
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
            ScoreSection.Create(facts),
            AnomalySection.Create(facts),
            CalibrationSection.Create(facts),
            ModelSection.Create(facts.Model),
        ];
        return all.OfType<Section>();
    }

    // The page loads nothing, and its content security policy makes browsers enforce that. Vega compiles expressions: 'unsafe-eval'.
    private Html Head() =>
        Html.Format(
            $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data:">
            <meta name="color-scheme" content="light dark">
            <link rel="icon" href="data:,">
            <title>{title}</title>
            <style>
            {new Html(Resource("report.css"))}</style>
            </head>

            """
        );

    private Html Body(Section[] sections)
    {
        var manifest = facts.Model.Manifest;
        var kind = facts.Layout.IsImage
            ? $"images of {facts.Layout.Height} x {facts.Layout.Width} pixels"
            : $"rows of {facts.Layout.Columns.Count} columns";
        var links = sections.Select(section => Html.Format($"<a href=\"#{section.Id}\">{section.Title}</a>\n"));
        return Html.Format(
            $"""
            <body>
            <header>
            <h1>{title}</h1>
            <p class="subtitle">Model <b>{manifest.Name}</b>, a variational autoencoder of {kind} with {manifest.Latent.Dim} latents{Data()}</p>
            <nav aria-label="Sections">
            {Html.Join(links)}</nav>
            </header>
            <main>
            {Html.Join(sections.Select(section => section.ToHtml()))}</main>
            <footer><p>Created by vaemlnet {Version()}. Charts: Vega, Vega-Lite and Vega-Embed.</p></footer>
            <noscript><p class="note">The charts of this page need JavaScript, which is turned off in this browser.</p></noscript>

            """
        );
    }

    private Html Data() => options.DataName is { } name ? Html.Format($", on <b>{name}</b>") : Html.Empty;

    private void WriteData(StreamWriter writer, Section[] sections)
    {
        JsonObject data = new()
        {
            ["charts"] = new JsonArray([
                .. sections
                    .SelectMany(section => section.Charts)
                    .Select(chart => new JsonObject { ["id"] = chart.Id, ["spec"] = chart.Spec }),
            ]),
            ["rows"] = MappedRows(),
        };
        writer.Write("<script type=\"application/json\" id=\"report-data\">");
        writer.Flush();
        // The default encoder escapes everything that could end a script or start markup.
        using (Utf8JsonWriter json = new(writer.BaseStream))
        {
            data.WriteTo(json);
        }

        writer.Write("</script>\n");
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

    /// <summary>Removes the reference to the source map, which the page does not have.</summary>
    private static string WithoutSourceMap(string script)
    {
        var start = script.LastIndexOf("\n//# sourceMappingURL=", StringComparison.Ordinal);
        return start < 0 ? script.TrimEnd() : script[..start];
    }

    private static string Version() =>
        typeof(ReportPage)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+')[0];
}
