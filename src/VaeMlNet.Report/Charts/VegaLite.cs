using System.Globalization;
using System.Text.Json.Nodes;

namespace VaeMlNet.Report;

/// <summary>The parts that specifications of Vega-Lite are put together from.</summary>
internal static class VegaLite
{
    /// <summary>A specification as wide as its container, without marks.</summary>
    /// <param name="values">The data.</param>
    /// <param name="height">Height in pixels.</param>
    public static JsonObject Over(IEnumerable<JsonObject> values, int height) =>
        new()
        {
            ["width"] = "container",
            ["height"] = height,
            ["data"] = Data(values),
        };

    /// <summary>A specification as wide as its container, of layers with data of their own.</summary>
    public static JsonObject Layered(int height, params JsonNode[] layers) =>
        new()
        {
            ["width"] = "container",
            ["height"] = height,
            ["layer"] = new JsonArray(layers),
        };

    /// <summary>A point of a curve, at x and y.</summary>
    public static JsonObject Point(double x, double y) => new() { ["x"] = Number(x), ["y"] = Number(y) };

    private static JsonObject Data(IEnumerable<JsonObject> values) => new() { ["values"] = new JsonArray([.. values]) };

    /// <summary>A channel that shows numbers.</summary>
    public static JsonObject Quantitative(string field, string title, JsonObject? scale = null, string? format = null)
    {
        JsonObject channel = new()
        {
            ["field"] = field,
            ["type"] = "quantitative",
            ["title"] = title,
        };
        if (scale is not null)
        {
            channel["scale"] = scale;
        }

        if (format is not null)
        {
            channel["axis"] = new JsonObject { ["format"] = format };
        }

        return channel;
    }

    /// <summary>Where bars begin that were counted beforehand; they end at <see cref="BinEnd"/>.</summary>
    public static JsonObject BinStart(string field, string title, JsonObject? scale = null)
    {
        var channel = Quantitative(field, title, scale);
        // Without it a bar with two ends in x and a number in y may lie on its side.
        channel["bin"] = "binned";
        return channel;
    }

    /// <summary>Where bars end.</summary>
    public static JsonObject BinEnd(string field) => new() { ["field"] = field };

    /// <summary>A channel that shows names.</summary>
    public static JsonObject Nominal(string field, string? title, JsonObject? scale = null)
    {
        JsonObject channel = new()
        {
            ["field"] = field,
            ["type"] = "nominal",
            ["title"] = title,
        };
        if (scale is not null)
        {
            channel["scale"] = scale;
        }

        return channel;
    }

    /// <summary>A line of what is shown of the mark under the pointer.</summary>
    public static JsonObject Tooltip(string field, string title, string? format = null)
    {
        JsonObject tooltip = new() { ["field"] = field, ["title"] = title };
        if (format is not null)
        {
            tooltip["type"] = "quantitative";
            tooltip["format"] = format;
        }

        return tooltip;
    }

    /// <summary>A layer with data of its own.</summary>
    public static JsonObject Layer(JsonNode mark, JsonObject encoding, IEnumerable<JsonObject>? values = null)
    {
        JsonObject layer = new() { ["mark"] = mark, ["encoding"] = encoding };
        if (values is not null)
        {
            layer["data"] = Data(values);
        }

        return layer;
    }

    /// <summary>A number with as many digits as anybody sees; what is not finite has none.</summary>
    public static JsonNode? Number(double value) =>
        double.IsFinite(value)
            ? JsonValue.Create(
                double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
            )
            : null;

    /// <summary>Every so many items, so that at most <paramref name="most"/> and the last are left.</summary>
    public static IEnumerable<T> Thinned<T>(IReadOnlyList<T> items, int most)
    {
        var step = Math.Max(1, (items.Count + most - 1) / most);
        return items.Where((_, i) => i % step == 0 || i == items.Count - 1);
    }
}
