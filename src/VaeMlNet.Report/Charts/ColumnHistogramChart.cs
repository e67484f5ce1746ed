using System.Text.Json.Nodes;

namespace VaeMlNet.Report;

/// <summary>The chart of the distributions of one column, which the reader chooses.</summary>
internal static class ColumnHistogramChart
{
    private const int Height = 260;
    private const int BarHeight = 11;
    private const int LeastHeight = 120;
    private const string Category = "category";
    private const string Number = "number";
    private const string Date = "date";
    private const double Quarter = 0.25;
    private const double LargeShare = 0.8;
    private const double MillisecondsPerDay = 86_400_000;

    private static readonly string[] Sources = ["training", "these rows", "reconstruction", "synthetic"];

    // Gray is what the others are compared with. The colors are readable on white and on black.
    private static readonly string[] Colors = ["#98a2b3", "#2f80ed", "#2b9a5d", "#e8710a"];

    public static Chart Create(ColumnHistogram first)
    {
        var spec = Spec(first);
        spec["height"] = HeightOf(first);
        spec["data"] = VegaLite.Data(Values(first));
        return new Chart("column-histogram", first.Compared.Column.Name, Describe(first), spec);
    }

    /// <summary>Creates the data of all columns, from which the page draws the one that the reader chooses.</summary>
    public static JsonObject All(IReadOnlyList<ColumnHistogram> columns) =>
        new()
        {
            ["specs"] = new JsonObject(
                columns.DistinctBy(Kind).Select(column => KeyValuePair.Create(Kind(column), (JsonNode?)Spec(column)))
            ),
            ["columns"] = new JsonArray([
                .. columns.Select(column => new JsonObject
                {
                    ["kind"] = Kind(column),
                    ["height"] = HeightOf(column),
                    ["values"] = new JsonArray([.. Values(column)]),
                    ["name"] = column.Compared.Column.Name,
                    ["about"] = Describe(column),
                    ["note"] = column.Note,
                }),
            ]),
        };

    /// <summary>Returns the name of the specification that a column shares with others: those with the same axes, digits and sources.</summary>
    private static string Kind(ColumnHistogram column)
    {
        List<string> parts = [Axis(column), .. Known(column)];
        if (Axis(column) == Number)
        {
            parts.Add(EndFormat(column));
        }

        if (column.Scale.Constant is not null || HidesOthers(column))
        {
            parts.Add($"slot {column.Compared.Column.Slot}");
        }

        return string.Join(", ", parts);
    }

    private static string Axis(ColumnHistogram column) =>
        column.Compared.Column.DateSchema is not null ? Date
        : column.Compared.Column.IsNumber ? Number
        : Category;

    // Vega shows NaN for shares that are not there, and warns about layers without data.
    private static IEnumerable<string> Known(ColumnHistogram column) =>
        Sources.Where((_, i) => column.Bars.Any(bar => bar.Shares[i] is not null));

    private static string EndFormat(ColumnHistogram column) =>
        VegaLite.FormatOfEnds(column.Bars.Select(bar => (bar.From, bar.To)));

    /// <summary>Returns whether the bars of numbers would not be seen beside one of nearly all rows, such as those with the cost 0.</summary>
    private static bool HidesOthers(ColumnHistogram column) =>
        Axis(column) == Number && column.Bars.Count > 1 && column.Bars.Any(bar => bar.Shares.Max() > LargeShare);

    private static int HeightOf(ColumnHistogram column) =>
        Axis(column) == Category ? Math.Max(LeastHeight, column.Bars.Count * Sources.Length * BarHeight) : Height;

    private static IEnumerable<JsonObject> Values(ColumnHistogram column)
    {
        if (Axis(column) == Category)
        {
            return column.Bars.Select(bar => Shares(new() { ["category"] = bar.Category }, bar));
        }

        // A step line ends at the start of its last bar, so the end of the bar is another point.
        var ended = column.Bars is [.., var last] ? column.Bars.Append(last with { From = last.To }) : [];
        return ended.Select(bar =>
            Shares(new() { ["from"] = Place(column, bar.From), ["to"] = Place(column, bar.To) }, bar)
        );
    }

    private static JsonNode? Place(ColumnHistogram column, double number) =>
        column.Compared.Column.DateSchema is { Origin: { } origin }
            ? Math.Round((origin - DateTime.UnixEpoch).TotalMilliseconds + (number * MillisecondsPerDay))
            : VegaLite.Number(number);

    private static JsonObject Shares(JsonObject value, HistogramBar bar)
    {
        foreach (var (source, share) in Sources.Zip(bar.Shares))
        {
            if (share is { } known)
            {
                value[source] = Math.Round(known, 5);
            }
        }

        return value;
    }

    /// <summary>Describes the middle of the numbers, or the most common category, in these rows and in training.</summary>
    private static string Describe(ColumnHistogram column)
    {
        const string sets =
            "Histograms of a column in the training data, in these rows, in their reconstructions and in synthetic rows.";
        var (rows, training) = (column.Compared.Rows, column.Compared.Training);
        return rows.Count == 0 ? $"{sets} All cells of these rows are missing."
            : training is not { Count: > 0 } ? $"{sets} In these rows, {Middle(column, rows)}."
            : $"{sets} In these rows, {Middle(column, rows)}; in training, {Middle(column, training)}.";
    }

    private static string Middle(ColumnHistogram column, ColumnValues values)
    {
        var shown = column.Compared.Column;
        if (column.Compared.Categories is { Count: > 0 } categories)
        {
            var most = Enumerable.Range(0, categories.Count).MaxBy(i => values.Shares[i]);
            return $"{categories[most]} is the most common value ({Figure.Percent(values.Shares[most])})";
        }

        var (low, high) = (values.Quantile(Quarter), values.Quantile(1 - Quarter));
        return shown.DateSchema is not null
            ? $"half of the dates lie between {shown.DateText(low)} and {shown.DateText(high)}"
            : $"half of the values lie between {Figure.Cell((float)low)} and {Figure.Cell((float)high)}";
    }

    private static JsonObject Spec(ColumnHistogram column)
    {
        var spec = Axis(column) == Category ? Categories(column) : Numbers(column);
        spec["transform"] = new JsonArray(
            new JsonObject { ["fold"] = VegaLite.Texts(Sources), ["as"] = new JsonArray("source", "share") },
            new JsonObject { ["filter"] = "isValid(datum.share)" }
        );
        return spec;
    }

    private static JsonObject Numbers(ColumnHistogram column)
    {
        var isDate = Axis(column) == Date;
        JsonObject x = new()
        {
            ["field"] = "from",
            ["type"] = isDate ? "temporal" : "quantitative",
            ["title"] = null,
            ["scale"] = isDate
                ? new JsonObject { ["type"] = "utc", ["nice"] = false }
                : new JsonObject { ["zero"] = false, ["nice"] = false },
        };
        if (!isDate)
        {
            x["axis"] = new JsonObject { ["labelExpr"] = VegaLite.PlainLabels };
        }

        if (column.Scale.Constant is { } constant)
        {
            x["title"] = "logarithmic axis";
            x["scale"]!["type"] = "symlog";
            x["scale"]!["constant"] = constant;
            x["axis"]!["values"] = new JsonArray([
                .. column.Scale.Ticks(column.Bars[0].From, column.Bars[^1].To).Select(tick => (JsonNode)tick),
            ]);
        }

        JsonObject encoding = new()
        {
            ["x"] = x,
            // Vega-Lite would pad the axis below 0 for the bars.
            ["y"] = VegaLite.Quantitative("share", "share of rows", new JsonObject { ["padding"] = 0 }, "%"),
            ["color"] = Color(),
        };
        if (HidesOthers(column))
        {
            encoding["y"]!["title"] = "share of rows, square-root axis";
            encoding["y"]!["scale"]!["type"] = "sqrt";
        }

        var bar = (JsonObject)encoding.DeepClone();
        bar["x2"] = new JsonObject { ["field"] = "to" };
        bar["y"]!["stack"] = null;
        bar["tooltip"] = new JsonArray([
            isDate ? VegaLite.Tooltip("fromDate", "from") : VegaLite.Tooltip("from", "from", EndFormat(column)),
            isDate ? VegaLite.Tooltip("toDate", "to") : VegaLite.Tooltip("to", "to", EndFormat(column)),
            .. ShareTooltips(column),
        ]);
        var area = VegaLite.Mark("area", ("interpolate", "step-after"), ("opacity", 0.5));
        var line = VegaLite.Mark("line", ("interpolate", "step-after"), ("strokeWidth", 2));
        JsonNode[] areas = Known(column).Contains(Sources[0]) ? [Layer(area, encoding, "===")] : [];
        // Bars that are not seen, but have tooltips.
        var bars = Layer(VegaLite.Mark("bar", ("opacity", 0)), bar, null);
        if (isDate)
        {
            bars["transform"] = new JsonArray(DateOf("from"), DateOf("to"));
        }

        return VegaLite.Layered(Height, [.. areas, Layer(line, encoding, "!=="), bars]);
    }

    private static IEnumerable<JsonNode> ShareTooltips(ColumnHistogram column) =>
        Known(column).Select(source => VegaLite.Tooltip(source, source, ".2~%"));

    private static JsonObject Layer(JsonObject mark, JsonObject encoding, string? comparison)
    {
        var layer = VegaLite.Layer(mark, (JsonObject)encoding.DeepClone());
        if (comparison is not null)
        {
            layer["transform"] = new JsonArray(
                new JsonObject { ["filter"] = $"datum.source {comparison} '{Sources[0]}'" }
            );
        }

        return layer;
    }

    // Bars of a day or less end at times of day.
    private static JsonObject DateOf(string end) =>
        new JsonObject
        {
            ["calculate"] =
                $"utcFormat(datum.{end}, datum.to - datum.from > {MillisecondsPerDay} ? '%Y-%m-%d' : '%Y-%m-%d %H:%M:%S')",
            ["as"] = $"{end}Date",
        };

    private static JsonObject Categories(ColumnHistogram column)
    {
        var y = VegaLite.Nominal("category", null);
        y["sort"] = null;
        y["axis"] = new JsonObject { ["labelLimit"] = 160 };
        return new()
        {
            ["width"] = "container",
            ["height"] = Height,
            ["mark"] = "bar",
            ["encoding"] = new JsonObject
            {
                ["y"] = y,
                ["yOffset"] = new JsonObject { ["field"] = "source", ["sort"] = VegaLite.Texts(Sources) },
                ["x"] = VegaLite.Quantitative("share", "share of rows", format: "%"),
                ["color"] = Color(),
                ["tooltip"] = new JsonArray([VegaLite.Tooltip("category", "value"), .. ShareTooltips(column)]),
            },
        };
    }

    private static JsonObject Color() =>
        VegaLite.Nominal(
            "source",
            null,
            new JsonObject { ["domain"] = VegaLite.Texts(Sources), ["range"] = VegaLite.Texts(Colors) }
        );
}
