using System.Text.Json.Nodes;

namespace VaeMlNet.Report;

/// <summary>A curve of shares, beside what is expected of it, dashed.</summary>
/// <param name="Id">As of the chart.</param>
/// <param name="Title">As of the chart.</param>
/// <param name="Description">As of the chart.</param>
/// <param name="Axes">Names of the axes.</param>
internal sealed record CurveChart(string Id, string Title, string Description, (string X, string Y) Axes)
{
    private const int Height = 280;

    /// <summary>Whether the axes are logarithmic; else they go from 0 to 1.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>Draws it.</summary>
    /// <param name="values">Points of the curve, each at x and y, in order.</param>
    /// <param name="expected">Points of the dashed line.</param>
    public Chart Of(IEnumerable<JsonObject> values, IEnumerable<JsonObject> expected)
    {
        JsonObject encoding = new()
        {
            ["x"] = Channel("x", Axes.X),
            ["y"] = Channel("y", Axes.Y),
            ["tooltip"] = new JsonArray(VegaLite.Tooltip("x", Axes.X, ".3~g"), VegaLite.Tooltip("y", Axes.Y, ".3~g")),
        };
        JsonObject dashed = new()
        {
            ["type"] = "line",
            ["strokeDash"] = new JsonArray(4, 4),
            ["opacity"] = 0.5,
        };
        // A line through one point is none.
        JsonObject line = new()
        {
            ["type"] = "line",
            ["point"] = new JsonObject { ["size"] = 12 },
        };
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
        // In the order of the points, not of their places: curves rise straight up.
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
