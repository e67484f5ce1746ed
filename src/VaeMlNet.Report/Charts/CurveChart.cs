using System.Text.Json.Nodes;

namespace VaeMlNet.Report;

/// <summary>A chart of a curve of shares, with the expected curve as a dashed line.</summary>
/// <param name="Id">The id of the HTML element that contains the chart.</param>
/// <param name="Title">The heading of the chart.</param>
/// <param name="Description">The content of the chart in words, for screen readers.</param>
/// <param name="Axes">The titles of the axes.</param>
internal sealed record CurveChart(string Id, string Title, string Description, (string X, string Y) Axes)
{
    private const int Height = 280;

    /// <summary>Gets whether the axes are logarithmic. Otherwise they go from 0 to 1.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>Creates the chart.</summary>
    /// <param name="values">The points of the curve, each with x and y, in order.</param>
    /// <param name="expected">The points of the dashed line.</param>
    public Chart Create(IEnumerable<JsonObject> values, IEnumerable<JsonObject> expected)
    {
        JsonObject encoding = new()
        {
            ["x"] = Channel("x", Axes.X),
            ["y"] = Channel("y", Axes.Y),
            ["tooltip"] = new JsonArray(VegaLite.Tooltip("x", Axes.X, ",.3~r"), VegaLite.Tooltip("y", Axes.Y, ",.3~r")),
        };
        var dashed = VegaLite.Mark("line", ("strokeDash", new JsonArray(4, 4)), ("opacity", 0.5));
        // A line through a single point is invisible, so the points are drawn too.
        var line = VegaLite.Mark("line", ("point", new JsonObject { ["size"] = 12 }));
        var spec = VegaLite.Layered(
            Height,
            VegaLite.Layer(dashed, (JsonObject)encoding.DeepClone(), expected),
            VegaLite.Layer(line, encoding, values)
        );
        return new Chart(Id, Title, Description, spec);
    }

    private JsonObject Channel(string field, string title)
    {
        JsonObject scale = IsLogarithmic
            ? new() { ["type"] = "log", ["nice"] = false }
            : new() { ["domain"] = new JsonArray(0, 1) };
        var channel = VegaLite.Quantitative(field, title, scale);
        // Keeps the order of the points instead of sorting them by x, because a curve may rise vertically.
        channel["sort"] = null;
        if (IsLogarithmic)
        {
            channel["axis"] = new JsonObject
            {
                ["values"] = new JsonArray(1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1),
                ["format"] = "~g",
            };
        }

        return channel;
    }
}
