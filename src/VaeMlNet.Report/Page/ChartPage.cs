using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using VaeMlNet.Texts;

namespace VaeMlNet.Report;

/// <summary>An HTML page: one file that loads nothing else.</summary>
internal sealed class ChartPage(string title, Html subtitle, IReadOnlyList<Section> sections)
{
    private static readonly string[] Libraries =
    [
        "vega/vega.min.js",
        "vega/vega-lite.min.js",
        "vega/vega-embed.min.js",
        "umap/umap-js.min.js",
    ];

    // Each part registers its charts. The last one draws them.
    private static readonly string[] Scripts =
    [
        "charts.js",
        "rows.js",
        "latent-map.js",
        "thresholds.js",
        "histograms.js",
        "folds.js",
        "labels.js",
        "draw.js",
    ];

    /// <summary>Gets the data of the rows that charts show under the pointer; null for charts that show none.</summary>
    public JsonObject? Rows { get; init; }

    /// <summary>Gets whether the page has no charts. It then runs no scripts.</summary>
    public bool IsPlain { get; init; }

    /// <summary>Writes the page as UTF-8.</summary>
    public void Write(Stream stream)
    {
        using StreamWriter writer = new(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        writer.Write(Head().Markup);
        writer.Write(Body().Markup);
        if (!IsPlain)
        {
            WriteData(writer);
            WriteScripts(writer);
        }

        writer.Write("</body>\n</html>\n");
    }

    private static void WriteScripts(StreamWriter writer)
    {
        writer.Write($"<!--\n{Resource("vega/LICENSES.txt")}\n{Resource("umap/LICENSES.txt")}\n-->\n");
        foreach (var library in Libraries)
        {
            writer.Write($"<script>\n{WithoutSourceMap(Resource(library))}\n</script>\n");
        }

        foreach (var script in Scripts)
        {
            writer.Write($"<script>\n{Resource($"scripts/{script}")}</script>\n");
        }
    }

    /// <summary>Reads a file that is embedded into this assembly.</summary>
    internal static string Resource(string name)
    {
        using var stream = typeof(ChartPage).Assembly.GetManifestResourceStream(name)!;
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd();
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
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">
            <meta name="color-scheme" content="light dark">
            <link rel="icon" href="data:,">
            <title>{title}</title>
            <style>
            {new Html(Resource("report.css"))}</style>
            </head>

            """
        );

    /// <summary>Returns the body up to the scripts, with links to the sections.</summary>
    private Html Body()
    {
        var links = sections.Select(section => Html.Format($"<a href=\"#{section.Id}\">{section.Title}</a>\n"));
        return Html.Format(
            $"""
            <body>
            <header>
            <h1>{title}</h1>
            <p class="subtitle">{subtitle}</p>
            <nav aria-label="Sections">
            {Html.Join(links)}{(
                sections.Any(section => section.Gist is not null)
                    ? Html.Format($"<button type=\"button\" id=\"open-all\" hidden>Open all sections</button>\n")
                    : Html.Empty
            )}</nav>
            </header>
            <main>
            {Html.Join(sections.Select(section => section.ToHtml()))}</main>
            <footer>{Footer()}</footer>

            """
        );
    }

    private Html Footer() =>
        IsPlain
            ? Html.Format($"<p>Created by vaemlnet {Version()}.</p>")
            : Html.Format(
                $"<noscript><p>The charts of this page need JavaScript, which is turned off in this browser.</p></noscript><p>Created by vaemlnet {Version()}. Charts: Vega, Vega-Lite and Vega-Embed. Non-linear maps: umap-js.</p>"
            );

    private void WriteData(StreamWriter writer)
    {
        JsonObject data = new()
        {
            ["charts"] = new JsonArray([
                .. sections
                    .SelectMany(section => section.Charts ?? [])
                    .Select(chart => new JsonObject { ["id"] = chart.Id, ["spec"] = chart.SpecWithDescription() }),
            ]),
            ["rows"] = Rows,
        };
        foreach (var (name, value) in sections.Select(section => section.Data).OfType<(string, JsonObject)>())
        {
            data[name] = value;
        }

        writer.Write("<script type=\"application/json\" id=\"report-data\">");
        writer.Flush();
        // The default encoder escapes everything that could end a script or start markup.
        using (Utf8JsonWriter json = new(writer.BaseStream))
        {
            WriteShown(json, data);
        }

        writer.Write("</script>\n");
    }

    /// <summary>
    /// Writes JSON with the hidden characters of its texts as escapes that are seen. Vega reads titles as parts of expressions, which line
    /// separators would end.
    /// </summary>
    private static void WriteShown(Utf8JsonWriter json, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                json.WriteStartObject();
                foreach (var (name, value) in members)
                {
                    json.WritePropertyName(HiddenCharacters.Escape(name, kept: ""));
                    WriteShown(json, value);
                }

                json.WriteEndObject();
                break;
            case JsonArray items:
                json.WriteStartArray();
                foreach (var item in items)
                {
                    WriteShown(json, item);
                }

                json.WriteEndArray();
                break;
            case JsonValue value when value.TryGetValue(out string? text):
                json.WriteStringValue(HiddenCharacters.Escape(text, kept: "\t\n"));
                break;
            case null:
                json.WriteNullValue();
                break;
            default:
                node.WriteTo(json);
                break;
        }
    }

    /// <summary>Removes the reference to the source map, which the page does not have.</summary>
    private static string WithoutSourceMap(string script)
    {
        var start = script.LastIndexOf("\n//# sourceMappingURL=", StringComparison.Ordinal);
        return start < 0 ? script.TrimEnd() : script[..start];
    }

    private static string Version() =>
        typeof(ChartPage)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+')[0];
}
