using System.Text.Json.Nodes;

namespace VaeMlNet.Report;

/// <summary>
/// A chart of a series: its scores as an overview, in which the reader selects a range of time, and below it the scores and the channels in that
/// range, one above the other.
/// </summary>
/// <remarks>The page sets the width of the panels, because Vega-Lite does not adapt concatenated panels to their container.</remarks>
internal sealed class SeriesChart(SeriesFacts facts)
{
    private const string Range = "range";
    private const double Band = 2; // standard deviations
    private const int OverviewHeight = 50;
    private const int ScoreHeight = 130;
    private const int ChannelHeight = 90;

    private const double MillisecondsPerSecond = 1000;

    private bool HasDates => facts.Rows.HasDates;

    public Chart Create(ShownSeries series, int number, string title)
    {
        JsonObject spec = new()
        {
            ["spacing"] = 12,
            ["vconcat"] = new JsonArray([
                Overview(series),
                Panel("score (nats)", ScoreHeight, ScoreLayers(series)),
                .. series.Channels.Select(channel => ChannelPanel(series, channel.Name, channel.Curve)),
            ]),
        };
        return new(
            $"series-{number}",
            title,
            $"The scores over time, and below them the values and expected values of {string.Join(", ", series.Channels.Select(channel => channel.Name))}. {Segments(series)}",
            spec
        );
    }

    private string Segments(ShownSeries series) =>
        series.Segments.Count == 0
            ? "No segment is above the threshold."
            : $"{Figure.Count(series.Segments.Count, "shaded segment")} {(series.Segments.Count == 1 ? "is" : "are")} above the threshold; the highest peak is {(facts.Rows.TimestampColumnName is null ? "in row" : "at")} {PeakTime(series.Segments.MaxBy(segment => segment.PeakScore)!)}.";

    private string PeakTime(VaeSegment segment) =>
        segment.PeakTime is { } time ? facts.Rows.TimeText(time) : facts.Rows.RowText(segment.PeakRow);

    private JsonObject Overview(ShownSeries series)
    {
        var line = Line("score", series.Scored.Scores, isSelectable: false);
        line["params"] = new JsonArray(
            new JsonObject
            {
                ["name"] = Range,
                // Without zoom, the wheel scrolls the page.
                ["select"] = new JsonObject
                {
                    ["type"] = "interval",
                    ["encodings"] = new JsonArray("x"),
                    ["zoom"] = false,
                },
            }
        );
        return new()
        {
            ["title"] = Title("Drag here to select a range of time"),
            ["height"] = OverviewHeight,
            ["layer"] = new JsonArray([.. Shading(series, isSelectable: false), line]),
        };
    }

    private static JsonObject Panel(string title, int height, JsonObject[] layers) =>
        new()
        {
            ["title"] = Title(title),
            ["height"] = height,
            ["layer"] = new JsonArray([.. layers]),
        };

    private static JsonObject Title(string text) =>
        new()
        {
            ["text"] = text,
            ["anchor"] = "start",
            ["frame"] = "group",
            ["fontSize"] = 12,
            ["fontWeight"] = "normal",
            ["offset"] = 4,
            ["limit"] = 260, // fits a phone
        };

    private JsonObject[] ScoreLayers(ShownSeries series) =>
        [
            .. Shading(series),
            .. facts.Scores.Summary.LabelsAreOfAnomalies ? Events(series) : [],
            Line("score", series.Scored.Scores),
            VegaLite.Layer(
                VegaLite.Mark("rule", ("strokeDash", new JsonArray(5, 3)), ("strokeWidth", 1.5)),
                new JsonObject { ["y"] = Value("score") },
                [new JsonObject { ["v"] = VegaLite.Number(facts.Scores.Threshold) }]
            ),
        ];

    /// <summary>Creates the shading of the segments; nothing without segments.</summary>
    private JsonObject[] Shading(ShownSeries series, bool isSelectable = true) =>
        Spans(
            "segment",
            new JsonObject
            {
                ["x"] = Time(isSelectable),
                ["x2"] = new JsonObject { ["field"] = "to" },
            },
            series.Segments.Select(segment =>
                Span(segment.FirstTime ?? segment.FirstRow, segment.LastTime ?? segment.LastRow)
            )
        );

    /// <summary>Creates a bar at the top of the scores for each run of rows that are labeled as anomalies; nothing without such rows.</summary>
    private JsonObject[] Events(ShownSeries series) =>
        Spans(
            "event",
            new JsonObject
            {
                ["x"] = Time(isSelectable: true),
                ["x2"] = new JsonObject { ["field"] = "to" },
                ["y"] = new JsonObject { ["value"] = 0 },
                ["y2"] = new JsonObject { ["value"] = 7 },
            },
            series.Scored.Events.Select(e => Span(e.First.Time, e.Last.Time))
        );

    // Vega warns about a layer without values.
    private static JsonObject[] Spans(string style, JsonObject encoding, IEnumerable<JsonObject> spans)
    {
        JsonObject[] values = [.. spans];
        return values.Length == 0
            ? []
            : [VegaLite.Layer(VegaLite.Mark("rect", ("style", style), ("clip", true)), encoding, values)];
    }

    /// <summary>Creates the panel of a channel: its expected values with a band of twice their uncertainty, and over them its values.</summary>
    private JsonObject ChannelPanel(ShownSeries series, string name, SeriesCurve curve)
    {
        var panel = Panel(
            name,
            ChannelHeight,
            [
                .. Shading(series),
                VegaLite.Layer(
                    VegaLite.Mark("area", ("style", "band"), ("clip", true)),
                    new JsonObject
                    {
                        ["x"] = Time(isSelectable: true),
                        ["y"] = Value(name, "low"),
                        ["y2"] = new JsonObject { ["field"] = "high" },
                    }
                ),
                VegaLite.Layer(
                    VegaLite.Mark("line", ("style", "expected"), ("clip", true)),
                    new JsonObject { ["x"] = Time(isSelectable: true), ["y"] = Value(name, "e") }
                ),
                Line(name, hasExpected: true),
            ]
        );
        panel["data"] = VegaLite.Data(
            curve.Points.Select(point =>
            {
                var value = Point(point);
                value["e"] = VegaLite.Number(point.Expected);
                value["low"] = VegaLite.Number(point.Expected - (Band * point.Uncertainty));
                value["high"] = VegaLite.Number(point.Expected + (Band * point.Uncertainty));
                return value;
            })
        );
        return panel;
    }

    private JsonObject Point(SeriesPoint point) =>
        new() { ["t"] = X(point.Time), ["v"] = VegaLite.Number(point.Value) };

    /// <summary>Creates a line.</summary>
    /// <param name="title">The name of the values.</param>
    /// <param name="curve">The values; null for those of the panel.</param>
    /// <param name="isSelectable">True if the line shows only the selected range.</param>
    /// <param name="hasExpected">True if the values have expected ones.</param>
    private JsonObject Line(string title, SeriesCurve? curve = null, bool isSelectable = true, bool hasExpected = false)
    {
        JsonObject encoding = new() { ["x"] = Time(isSelectable), ["y"] = Value(title) };
        if (isSelectable)
        {
            encoding["tooltip"] = new JsonArray([
                VegaLite.Tooltip(HasDates ? "when" : "t", facts.Rows.TimestampColumnName ?? "row"),
                VegaLite.Tooltip("v", title, VegaLite.Plain),
                .. hasExpected ? (JsonNode[])[VegaLite.Tooltip("e", "expected", VegaLite.Plain)] : [],
            ]);
        }

        var layer = VegaLite.Layer(
            VegaLite.Mark(
                "line",
                ("strokeWidth", 1),
                // A row between two gaps is a dot.
                ("strokeCap", "round"),
                ("clip", true),
                ("interpolate", "linear")
            ),
            encoding,
            curve?.Points.Select(Point)
        );
        if (HasDates)
        {
            layer["transform"] = new JsonArray(
                new JsonObject
                {
                    ["calculate"] =
                        "utcFormat(round(datum.t), datum.t % 1000 ? '%Y-%m-%d %H:%M:%S.%L' : '%Y-%m-%d %H:%M:%S')",
                    ["as"] = "when",
                }
            );
        }

        return layer;
    }

    /// <summary>Creates the channel of the time.</summary>
    /// <param name="isSelectable">True for panels that show only the selected range.</param>
    private JsonObject Time(bool isSelectable)
    {
        JsonObject scale = new() { ["nice"] = false, ["zero"] = false };
        if (HasDates)
        {
            scale.Remove("zero");
            scale["type"] = "utc";
        }

        if (isSelectable)
        {
            scale["domain"] = new JsonObject { ["param"] = Range, ["encoding"] = "x" };
        }

        return new()
        {
            ["field"] = "t",
            ["type"] = HasDates ? "temporal" : "quantitative",
            ["title"] = null,
            ["scale"] = scale,
            ["axis"] = new JsonObject { ["grid"] = isSelectable, ["tickCount"] = 6 },
        };
    }

    private static JsonObject Value(string title, string field = "v") =>
        new()
        {
            ["field"] = field,
            ["type"] = "quantitative",
            ["title"] = null,
            ["scale"] = new JsonObject { ["zero"] = false },
            ["axis"] = new JsonObject
            {
                ["tickCount"] = 3,
                ["labelExpr"] = VegaLite.PlainLabels,
                ["labelLimit"] = 64,
                ["description"] = title,
            },
        };

    private JsonObject Span(double from, double to) => new() { ["t"] = X(from), ["to"] = X(to) };

    private double X(double time) =>
        HasDates ? time * MillisecondsPerSecond
        : facts.Rows.TimestampColumnName is null ? facts.Rows.RowOnAxis((long)time)
        : time;
}
