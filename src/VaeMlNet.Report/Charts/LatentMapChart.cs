using System.Text.Json.Nodes;
using VaeMlNet.Texts;

namespace VaeMlNet.Report;

/// <summary>
/// The chart of the latent map: a point for each row, colored by its label, or by its score where there are no
/// labels.
/// </summary>
/// <param name="map">The positions of the points.</param>
/// <param name="rows">The label and the score of each point.</param>
/// <param name="labelName">The name of the labels; null without labels.</param>
/// <param name="showsAnomalies">
/// True if the labels mark anomalies. Anomalies are few, so their points are larger.
/// </param>
internal sealed class LatentMapChart(
    LatentMap map,
    IReadOnlyList<MappedRow> rows,
    string? labelName,
    bool showsAnomalies
)
{
    private const int Height = 440;
    private const int ManyRows = 500;
    private const int AnomalySize = 80;
    private const double Opacity = 0.8;
    private const double ClippedShare = 0.02;
    private const string XRange = "xRange";
    private const string YRange = "yRange";

    // The page marks the other points when rows are selected.
    private const string IsShown = "!datum.hidden";

    private readonly int size = rows.Count > ManyRows ? 22 : 45;

    public Chart Create()
    {
        var spec = VegaLite.Over(Points(), Height);
        // The page replaces the points when the reader chooses other axes or selects rows, and the ranges when the reader zooms.
        spec["data"]!["name"] = "points";
        JsonArray parameters =
        [
            new JsonObject { ["name"] = XRange, ["value"] = null },
            new JsonObject { ["name"] = YRange, ["value"] = null },
        ];
        spec["params"] = parameters;
        spec["mark"] = VegaLite.Mark("circle", ("size", size));
        JsonObject encoding = new()
        {
            ["x"] = VegaLite.Quantitative("x", map.AxisNames.X, Scale(XRange)),
            ["y"] = VegaLite.Quantitative("y", map.AxisNames.Y, Scale(YRange)),
            ["tooltip"] = new JsonArray(VegaLite.Tooltip("i", "i")),
        };
        if (labelName is null)
        {
            ColorByScore(encoding);
        }
        else
        {
            parameters.Add(Highlight());
            ColorByLabel(encoding, labelName);
        }

        spec["encoding"] = encoding;
        var by = labelName ?? "score";
        var description =
            $"{Figure.Count(rows.Count, "row")} as points of the latent space. Across: {map.AxisNames.X}. Up: {map.AxisNames.Y}.";
        return new Chart("latent-map", $"Colored by {by}", description, spec);
    }

    /// <summary>
    /// Returns the points. A point has only its index, by which the page finds the details of its row. Anomalies come
    /// last, so that they are drawn on top.
    /// </summary>
    private IEnumerable<JsonObject> Points()
    {
        var nameOf = labelName is null ? null : LabelNames.Choose(rows);
        return map
            .Points.Zip(rows, (place, row) => (Place: place, Row: row))
            .Select((pair, i) => (Point: Point(pair.Place, pair.Row, nameOf, i), IsOnTop: IsAnomaly(pair.Row)))
            .OrderBy(pair => pair.IsOnTop)
            .Select(pair => pair.Point);
    }

    private JsonObject Point((double X, double Y) place, MappedRow row, Func<MappedRow, string>? nameOf, int index)
    {
        var point = VegaLite.Point(place.X, place.Y);
        point["i"] = index;
        if (nameOf is null)
        {
            point["score"] = VegaLite.Number(row.Score);
            return point;
        }

        point["label"] = nameOf(row);
        if (IsAnomaly(row))
        {
            point["anomaly"] = true;
        }

        return point;
    }

    private bool IsAnomaly(MappedRow row) => showsAnomalies && row.Label is { } label && TruthTexts.Read(label) == true;

    /// <summary>
    /// Colors the points by score. The scale leaves out the extremes, because a few high scores would give all other
    /// points one color.
    /// </summary>
    private void ColorByScore(JsonObject encoding)
    {
        double[] sorted = [.. rows.Select(row => (double)row.Score).Where(double.IsFinite).Order()];
        JsonObject scale = new() { ["scheme"] = "viridis", ["clamp"] = true };
        if (sorted.Length > 0)
        {
            var clipped = (int)(sorted.Length * ClippedShare);
            scale["domain"] = new JsonArray(
                VegaLite.Number(sorted[clipped]),
                VegaLite.Number(sorted[sorted.Length - 1 - clipped])
            );
        }

        encoding["color"] = VegaLite.Quantitative("score", "score (nats)", scale);
        encoding["opacity"] = new JsonObject
        {
            ["condition"] = new JsonObject { ["test"] = IsShown, ["value"] = Opacity },
            ["value"] = Opacity / 10,
        };
    }

    private void ColorByLabel(JsonObject encoding, string name)
    {
        encoding["color"] = VegaLite.Nominal("label", name, LabelNames.Scale(rows));
        encoding["opacity"] = new JsonObject
        {
            ["condition"] = new JsonObject
            {
                ["test"] = new JsonObject { ["and"] = new JsonArray(new JsonObject { ["param"] = "picked" }, IsShown) },
                ["value"] = Opacity,
            },
            ["value"] = Opacity / 10,
        };
        if (showsAnomalies)
        {
            encoding["size"] = new JsonObject
            {
                ["condition"] = new JsonObject { ["test"] = "datum.anomaly", ["value"] = AnomalySize },
                ["value"] = size,
            };
        }
    }

    private static JsonObject Scale(string range) =>
        new()
        {
            ["zero"] = false,
            ["domainRaw"] = new JsonObject { ["expr"] = range },
        };

    private static JsonObject Highlight() =>
        new()
        {
            ["name"] = "picked",
            ["select"] = new JsonObject { ["type"] = "point", ["fields"] = new JsonArray("label") },
            ["bind"] = "legend",
        };
}

/// <summary>
/// The names of the labels in the legend of the latent map. Only the most common labels have a name, because readers
/// cannot tell 40 colors apart.
/// </summary>
internal static class LabelNames
{
    private const int MostNames = 12;
    private const int ColorsOfTheme = 10;
    private const string Other = "other";
    private const string None = "(none)";

    /// <summary>Returns a function that gives the legend name of a row's label.</summary>
    public static Func<MappedRow, string> Choose(IReadOnlyList<MappedRow> rows)
    {
        IGrouping<string, MappedRow>[] labels = [.. rows.GroupBy(row => row.Label ?? "")];
        HashSet<string> named =
        [
            .. labels
                .OrderByDescending(label => label.Count())
                .Take(labels.Length <= MostNames ? MostNames : MostNames - 1)
                .Select(label => label.Key),
        ];
        return row =>
            !named.Contains(row.Label ?? "") ? Other
            : string.IsNullOrEmpty(row.Label) ? None
            : row.Label;
    }

    /// <summary>
    /// Returns a color scale for the names. Numbers are sorted by value, other names alphabetically.
    /// </summary>
    public static JsonObject Scale(IReadOnlyList<MappedRow> rows)
    {
        string[] names = [.. rows.Select(Choose(rows)).Distinct()];
        IEnumerable<string> ordered = names.All(name => Figure.Parse(name) is not null)
            ? names.OrderBy(Figure.Parse)
            : names.OrderBy(name => name is Other or None).ThenBy(name => name, StringComparer.Ordinal);
        JsonObject scale = new() { ["domain"] = VegaLite.Texts(ordered) };
        if (names.Length > ColorsOfTheme)
        {
            scale["scheme"] = "tableau20";
        }

        return scale;
    }
}
