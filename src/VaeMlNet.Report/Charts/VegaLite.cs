using System.Globalization;
using System.Text.Json.Nodes;

namespace VaeMlNet.Report;

/// <summary>Creates the parts of Vega-Lite specifications.</summary>
internal static class VegaLite
{
    /// <summary>The format of numbers in the units of the data: all digits of a float, without the prefixes k and M.</summary>
    public const string Plain = ",.9~r";

    /// <summary>
    /// The labels of an axis in the units of the data. As in <see cref="Figure"/>, commas begin where digits cannot be counted, so that years have none.
    /// </summary>
    public const string PlainLabels =
        "abs(datum.value) >= 1e10 ? format(datum.value, '.3~e') : format(datum.value, abs(datum.value) < 1e4 ? '.9~r' : ',.9~r')";

    private const int LeastDigitsOfEnds = 5;
    private const int DigitsOfFloats = 9;

    /// <summary>Creates a specification that is as wide as its container, without marks.</summary>
    public static JsonObject Over(IEnumerable<JsonObject> values, int height) =>
        new()
        {
            ["width"] = "container",
            ["height"] = height,
            ["data"] = Data(values),
        };

    /// <summary>
    /// Creates a specification that is as wide as its container, with layers that have their own data.
    /// </summary>
    public static JsonObject Layered(int height, params JsonNode[] layers) =>
        new()
        {
            ["width"] = "container",
            ["height"] = height,
            ["layer"] = new JsonArray(layers),
        };

    /// <summary>Creates a point of a curve, with x and y.</summary>
    public static JsonObject Point(double x, double y) => new() { ["x"] = Number(x), ["y"] = Number(y) };

    /// <summary>Creates the data of a specification, of a layer or of all layers without data of their own.</summary>
    public static JsonObject Data(IEnumerable<JsonObject> values) => new() { ["values"] = new JsonArray([.. values]) };

    /// <summary>Creates a mark.</summary>
    /// <param name="type">The type, such as line.</param>
    /// <param name="settings">The other properties, in their order.</param>
    public static JsonObject Mark(string type, params ReadOnlySpan<(string Name, JsonNode? Value)> settings)
    {
        JsonObject mark = new() { ["type"] = type };
        foreach (var (name, value) in settings)
        {
            mark[name] = value;
        }

        return mark;
    }

    /// <summary>Creates a channel that shows numbers.</summary>
    public static JsonObject Quantitative(string field, string title, JsonObject? scale = null, string? format = null)
    {
        var channel = Channel("quantitative", field, title, scale);
        if (format is not null)
        {
            channel["axis"] = new JsonObject { ["format"] = format };
        }

        return channel;
    }

    /// <summary>Creates a channel that shows names.</summary>
    public static JsonObject Nominal(string field, string? title, JsonObject? scale = null) =>
        Channel("nominal", field, title, scale);

    /// <summary>Creates the channels of bars of rows that were counted beforehand. A bar reaches from the field "from" to "to".</summary>
    /// <param name="title">The title of the axis.</param>
    /// <param name="scale">The scale of the axis.</param>
    /// <param name="y">The channel of the heights.</param>
    /// <param name="format">The format of the ends in the tooltip.</param>
    public static JsonObject Bars(string title, JsonObject scale, JsonObject y, string format)
    {
        var x = Quantitative("from", title, scale);
        // Without "binned", Vega-Lite may draw bars with two ends in x and a number in y horizontally.
        x["bin"] = "binned";
        return new()
        {
            ["x"] = x,
            ["x2"] = new JsonObject { ["field"] = "to" },
            ["y"] = y,
            ["tooltip"] = new JsonArray(
                Tooltip("from", "from", format),
                Tooltip("to", "to", format),
                Tooltip("count", "rows")
            ),
        };
    }

    /// <summary>Returns the format of the ends of bars, with as many digits as tell them apart.</summary>
    public static string FormatOfEnds(IEnumerable<(double From, double To)> bars)
    {
        var ratios = bars.Select(bar => Math.Max(Math.Abs(bar.From), Math.Abs(bar.To)) / (bar.To - bar.From));
        var digits = (int)Math.Ceiling(Math.Log10(ratios.Append(1).Max())) + 2;
        return $",.{Math.Clamp(digits, LeastDigitsOfEnds, DigitsOfFloats)}~r";
    }

    /// <summary>Creates a line of the tooltip of the mark under the pointer.</summary>
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

    /// <summary>Creates a layer with its own data.</summary>
    public static JsonObject Layer(JsonNode mark, JsonObject encoding, IEnumerable<JsonObject>? values = null)
    {
        JsonObject layer = new() { ["mark"] = mark, ["encoding"] = encoding };
        if (values is not null)
        {
            layer["data"] = Data(values);
        }

        return layer;
    }

    /// <summary>Creates an array of texts.</summary>
    public static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    /// <summary>
    /// Returns a number with the digits that tell floats apart, and a float with no more of them than it needs; null where the value is not finite.
    /// </summary>
    public static JsonNode? Number(double value)
    {
        return !double.IsFinite(value) ? null
            : (float)value == value ? JsonValue.Create(Figure.Shortest((float)value))
            : JsonValue.Create(
                double.Parse(value.ToString("G9", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
            );
    }

    /// <summary>
    /// Returns every n-th item and the last one, so that at most <paramref name="most"/> + 1 items are left.
    /// </summary>
    public static IEnumerable<T> Thinned<T>(IReadOnlyList<T> items, int most)
    {
        var step = Math.Max(1, (items.Count + most - 1) / most);
        return items.Where((_, i) => i % step == 0 || i == items.Count - 1);
    }

    private static JsonObject Channel(string type, string field, string? title, JsonObject? scale)
    {
        JsonObject channel = new()
        {
            ["field"] = field,
            ["type"] = type,
            ["title"] = title,
        };
        if (scale is not null)
        {
            channel["scale"] = scale;
        }

        return channel;
    }
}

/// <summary>A chart of the page.</summary>
/// <param name="Id">The id of the HTML element that contains the chart: letters, digits and hyphens.</param>
/// <param name="Title">The heading of the chart.</param>
/// <param name="Description">The content of the chart and its main finding in words, for screen readers.</param>
/// <param name="Spec">The Vega-Lite specification. The page adds colors and fonts.</param>
internal sealed record Chart(string Id, string Title, string Description, JsonObject Spec)
{
    /// <summary>Returns the specification with the title and the description, instead of the name that Vega gives to all charts.</summary>
    public JsonObject SpecWithDescription()
    {
        var described = (JsonObject)Spec.DeepClone();
        described["description"] = $"{Title}. {Description}";
        return described;
    }
}
