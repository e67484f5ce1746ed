using System.Text.Json.Nodes;

namespace VaeMlNet.Report;

/// <summary>Charts of the loss and its terms over the epochs.</summary>
internal static class TrainingCharts
{
    private const int Height = 220;
    private const int MostEpochs = 500;
    private const int MostPoints = 40;

    /// <summary>Creates a chart of the loss and one of each of its terms.</summary>
    public static IReadOnlyList<Chart> Create(TrainingCourse course) =>
        [
            Curve("loss", "Loss", "reconstruction + beta × KL", course, loss => loss.Total, course.Deviation),
            Curve("reconstruction", "Reconstruction", "negative log-likelihood", course, loss => loss.Reconstruction),
            Curve("kl", "KL", "KL divergence", course, loss => loss.Kl),
        ];

    private static Chart Curve(
        string id,
        string title,
        string quantity,
        TrainingCourse course,
        Func<VaeLoss, double> part,
        double? deviation = null
    )
    {
        VaeEpoch[] epochs = [.. VegaLite.Thinned(course.History.Epochs, MostEpochs)];
        var values = epochs.SelectMany(epoch => Points(epoch, part));
        var spec = VegaLite.Over(values, Height);
        var x = VegaLite.Quantitative("epoch", "epoch", Scale(("nice", false)), "d");
        x["axis"]!["tickMinStep"] = 1;
        var y = VegaLite.Quantitative("value", "nats per row", Scale(("zero", false)));
        List<JsonNode> layers =
        [
            Events(course, x),
            VegaLite.Layer(
                VegaLite.Mark("line", ("point", epochs.Length <= MostPoints)),
                new JsonObject
                {
                    ["x"] = x.DeepClone(),
                    ["y"] = y,
                    ["color"] = VegaLite.Nominal("rows", null),
                    ["tooltip"] = new JsonArray(
                        VegaLite.Tooltip("epoch", "epoch"),
                        VegaLite.Tooltip("rows", "rows"),
                        VegaLite.Tooltip("value", quantity, ",.5~r")
                    ),
                }
            ),
        ];
        if (deviation is { } known)
        {
            layers.Add(Uncertainty(course, part, known, x, y));
        }

        spec["layer"] = new JsonArray([.. layers]);
        var (first, last) = (course.History.Epochs[0], course.Last);
        var validation =
            first.Validation is { } start && last.Validation is { } end
                ? $", on validation rows from {Figure.Number(part(start))} to {Figure.Number(part(end))}"
                : "";
        return new Chart(
            $"curve-{id}",
            title,
            $"{title} per epoch: {quantity} in nats per row. From the first to the last epoch, it goes from {Figure.Number(part(first.Training))} to {Figure.Number(part(last.Training))} on training rows{validation}.",
            spec
        );
    }

    /// <summary>Creates dashed lines at the events that explain jumps of the curves. The legend names them, so that names cannot overlap.</summary>
    private static JsonObject Events(TrainingCourse course, JsonObject x)
    {
        (int Epoch, string Name)[] events =
        [
            (
                course.History.BestEpoch,
                course.KeptEpoch == course.History.BestEpoch ? "best epoch, kept" : "best epoch"
            ),
            .. course.KeptEpoch is { } kept && kept != course.History.BestEpoch
                ? [(kept, "epoch of the weights")]
                : Array.Empty<(int, string)>(),
            .. course.WarmUpEnd is { } warm ? [(warm, "KL warm-up ends")] : Array.Empty<(int, string)>(),
            .. course.TrimmingStart is { } trimming ? [(trimming, "trimming starts")] : Array.Empty<(int, string)>(),
        ];
        return VegaLite.Layer(
            VegaLite.Mark("rule", ("opacity", 0.7)),
            new JsonObject
            {
                ["x"] = x.DeepClone(),
                ["strokeDash"] = VegaLite.Nominal(
                    "event",
                    null,
                    new JsonObject
                    {
                        ["domain"] = VegaLite.Texts(events.Select(e => e.Name)),
                        ["range"] = new JsonArray(
                            new JsonArray(4, 3),
                            new JsonArray(1, 3),
                            new JsonArray(9, 3),
                            new JsonArray(9, 3, 2, 3)
                        ),
                    }
                ),
                ["tooltip"] = new JsonArray(VegaLite.Tooltip("event", "event"), VegaLite.Tooltip("epoch", "epoch")),
            },
            events.Select(e => new JsonObject { ["epoch"] = e.Epoch, ["event"] = e.Name })
        );
    }

    /// <summary>Creates a bar of two standard deviations on both sides of the last loss.</summary>
    private static JsonObject Uncertainty(
        TrainingCourse course,
        Func<VaeLoss, double> part,
        double deviation,
        JsonObject x,
        JsonObject y
    )
    {
        var last = part(course.Last.Validation ?? course.Last.Training);
        return VegaLite.Layer(
            VegaLite.Mark("rule", ("strokeWidth", 3), ("opacity", 0.5)),
            new JsonObject
            {
                ["x"] = x.DeepClone(),
                ["y"] = VegaLite.Quantitative("low", "nats per row", (JsonObject)y["scale"]!.DeepClone()),
                ["y2"] = new JsonObject { ["field"] = "high" },
                ["tooltip"] = new JsonArray(
                    VegaLite.Tooltip("low", "last loss - 2 standard deviations", ",.5~r"),
                    VegaLite.Tooltip("high", "last loss + 2 standard deviations", ",.5~r")
                ),
            },
            [
                new JsonObject
                {
                    ["epoch"] = course.Last.Epoch,
                    ["low"] = VegaLite.Number(last - (2 * deviation)),
                    ["high"] = VegaLite.Number(last + (2 * deviation)),
                },
            ]
        );
    }

    private static IEnumerable<JsonObject> Points(VaeEpoch epoch, Func<VaeLoss, double> part)
    {
        yield return Point(epoch.Epoch, "training", part(epoch.Training));
        if (epoch.Validation is { } validation)
        {
            yield return Point(epoch.Epoch, "validation", part(validation));
        }
    }

    private static JsonObject Point(int epoch, string rows, double value) =>
        new()
        {
            ["epoch"] = epoch,
            ["rows"] = rows,
            ["value"] = VegaLite.Number(value),
        };

    private static JsonObject Scale((string Name, bool Value) setting) => new() { [setting.Name] = setting.Value };
}
