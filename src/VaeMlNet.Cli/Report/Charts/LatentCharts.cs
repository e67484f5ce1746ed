using System.Text.Json.Nodes;
using VaeMlNet.Cli.Report.Measures;
using VaeMlNet.Cli.Report.Rows;

namespace VaeMlNet.Cli.Report.Charts;

/// <summary>The latent space: where rows lie in it, and what its dimensions carry.</summary>
internal static class LatentCharts
{
    private const int MostBars = 64;
    private const int MostLabels = 12;
    private const string Other = "other";
    private const double ClippedShare = 0.02;

    /// <summary>A point for each row; what it is coloured by is its label, or without labels its score.</summary>
    /// <param name="map">The points' places.</param>
    /// <param name="rows">Row, label and score of each point.</param>
    /// <param name="labelName">What the labels are called; null without them.</param>
    public static Chart Map(LatentMap map, IReadOnlyList<MappedRow> rows, string? labelName)
    {
        Func<MappedRow, string>? nameOf = labelName is null ? null : NamesOf(rows);
        IEnumerable<JsonObject> values = map.Points.Zip(rows, (place, row) => Point(place, row, nameOf));
        // The page shows what it knows of a row under the pointer; it finds the row by i.
        values = values.Select(
            (point, i) =>
            {
                point["i"] = i;
                return point;
            }
        );
        JsonObject spec = VegaLite.Over(values, height: 440);
        spec["mark"] = new JsonObject { ["type"] = "circle", ["size"] = rows.Count > 500 ? 22 : 45 };
        JsonObject noZero = new() { ["zero"] = false };
        JsonObject encoding = new()
        {
            ["x"] = VegaLite.Quantitative("x", map.AxisNames.X, noZero),
            ["y"] = VegaLite.Quantitative("y", map.AxisNames.Y, (JsonObject)noZero.DeepClone()),
            ["tooltip"] = new JsonArray(VegaLite.Tooltip("i", "i")),
        };
        if (labelName is null)
        {
            encoding["color"] = ByScore(rows);
            encoding["opacity"] = new JsonObject { ["value"] = 0.8 };
        }
        else
        {
            spec["params"] = new JsonArray(Highlight());
            encoding["color"] = VegaLite.Nominal("label", labelName, LabelScale(rows, nameOf!));
            encoding["opacity"] = new JsonObject
            {
                ["condition"] = new JsonObject { ["param"] = "picked", ["value"] = 0.8 },
                ["value"] = 0.08,
            };
        }

        spec["encoding"] = encoding;
        string by = labelName is null ? "score" : labelName;
        return new Chart(
            "latent-map",
            $"Coloured by {by}",
            $"{rows.Count} rows in the latent space, coloured by {by}.",
            spec
        );
    }

    /// <summary>A bar for each latent: its share of the KL divergence.</summary>
    public static Chart KlPerLatent(IReadOnlyList<LatentUse> latents)
    {
        bool isCut = latents.Count > MostBars;
        IEnumerable<LatentUse> shown = isCut ? latents.OrderByDescending(latent => latent.Kl).Take(MostBars) : latents;
        IEnumerable<JsonObject> values = shown.Select(latent => new JsonObject
        {
            ["latent"] = latent.Index,
            ["kl"] = VegaLite.Number(latent.Kl),
            ["variance"] = VegaLite.Number(latent.Variance),
            ["state"] = latent.IsActive ? "active" : "inactive",
        });
        JsonObject spec = VegaLite.Over(values, height: 220);
        spec["mark"] = "bar";
        JsonObject x = VegaLite.Nominal("latent", isCut ? $"latent (the {MostBars} with the largest KL)" : "latent");
        x["sort"] = null;
        x["axis"] = new JsonObject { ["labelAngle"] = 0, ["labelOverlap"] = true };
        spec["encoding"] = new JsonObject
        {
            ["x"] = x,
            ["y"] = VegaLite.Quantitative("kl", "KL, nats per row"),
            ["color"] = VegaLite.Nominal("state", null, Scale(["active", "inactive"])),
            ["tooltip"] = new JsonArray(
                VegaLite.Tooltip("latent", "latent"),
                VegaLite.Tooltip("kl", "KL (nats)", ".3~g"),
                VegaLite.Tooltip("variance", "variance of the mean", ".3~g"),
                VegaLite.Tooltip("state", "state")
            ),
        };
        return new Chart("latent-kl", "KL per latent", $"KL divergence of each of {latents.Count} latents.", spec);
    }

    private static JsonObject Point((double X, double Y) place, MappedRow row, Func<MappedRow, string>? nameOf)
    {
        JsonObject point = new() { ["x"] = VegaLite.Number(place.X), ["y"] = VegaLite.Number(place.Y) };
        if (nameOf is null)
        {
            point["score"] = VegaLite.Number(row.Score);
        }
        else
        {
            point["label"] = nameOf(row);
        }

        return point;
    }

    /// <summary>A few high scores would leave one colour for all others.</summary>
    private static JsonObject ByScore(IReadOnlyList<MappedRow> rows)
    {
        double[] sorted = [.. rows.Select(row => (double)row.Score).Where(double.IsFinite).Order()];
        JsonObject scale = new() { ["scheme"] = "viridis", ["clamp"] = true };
        if (sorted.Length > 0)
        {
            int clipped = (int)(sorted.Length * ClippedShare);
            scale["domain"] = new JsonArray(
                VegaLite.Number(sorted[clipped]),
                VegaLite.Number(sorted[sorted.Length - 1 - clipped])
            );
        }

        return VegaLite.Quantitative("score", "score (nats)", scale);
    }

    /// <summary>The most common labels by their names, the rest together: nobody tells 40 colours apart.</summary>
    private static Func<MappedRow, string> NamesOf(IReadOnlyList<MappedRow> rows)
    {
        IGrouping<string, MappedRow>[] labels = [.. rows.GroupBy(row => row.Label ?? "")];
        HashSet<string> named =
        [
            .. labels
                .OrderByDescending(label => label.Count())
                .Take(labels.Length <= MostLabels ? MostLabels : MostLabels - 1)
                .Select(label => label.Key),
        ];
        return row =>
            !named.Contains(row.Label ?? "") ? Other
            : string.IsNullOrEmpty(row.Label) ? "(none)"
            : row.Label;
    }

    private static JsonObject LabelScale(IReadOnlyList<MappedRow> rows, Func<MappedRow, string> nameOf)
    {
        string[] names = [.. rows.Select(nameOf).Distinct()];
        bool areNumbers = names.All(name =>
            double.TryParse(name, System.Globalization.CultureInfo.InvariantCulture, out _)
        );
        IEnumerable<string> ordered = areNumbers
            ? names.OrderBy(name => double.Parse(name, System.Globalization.CultureInfo.InvariantCulture))
            : names.OrderBy(name => name == Other).ThenBy(name => name, StringComparer.Ordinal);
        JsonObject scale = Scale([.. ordered]);
        if (names.Length > 10)
        {
            scale["scheme"] = "tableau20";
        }

        return scale;
    }

    private static JsonObject Scale(string[] names) =>
        new() { ["domain"] = new JsonArray([.. names.Select(name => (JsonNode)name)]) };

    private static JsonObject Highlight() =>
        new()
        {
            ["name"] = "picked",
            ["select"] = new JsonObject { ["type"] = "point", ["fields"] = new JsonArray("label") },
            ["bind"] = "legend",
        };
}
