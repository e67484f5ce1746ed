using System.Text.Json.Nodes;

namespace VaeMlNet.Report;

/// <summary>Charts of the loss and its terms over the epochs.</summary>
internal static class TrainingCharts
{
    private const int Height = 220;
    private const int MostEpochs = 500;
    private const int MostPoints = 40;

    /// <summary>Creates a chart of the loss and one of each of its terms.</summary>
    public static IReadOnlyList<Chart> Create(VaeTrainingHistory history) =>
        [
            Curve("loss", "Loss", "reconstruction + beta × KL", history, loss => loss.Total),
            Curve("reconstruction", "Reconstruction", "negative log-likelihood", history, loss => loss.Reconstruction),
            Curve("kl", "KL", "KL divergence", history, loss => loss.Kl),
        ];

    private static Chart Curve(
        string id,
        string title,
        string quantity,
        VaeTrainingHistory history,
        Func<VaeLoss, double> part
    )
    {
        VaeEpoch[] epochs = [.. VegaLite.Thinned(history.Epochs, MostEpochs)];
        var values = epochs.SelectMany(epoch => Points(epoch, part));
        var spec = VegaLite.Over(values, Height);
        var x = VegaLite.Quantitative("epoch", "epoch", Scale(("nice", false)), "d");
        x["axis"]!["tickMinStep"] = 1;
        spec["layer"] = new JsonArray(
            VegaLite.Layer(
                new JsonObject
                {
                    ["type"] = "rule",
                    ["strokeDash"] = new JsonArray(3, 3),
                    ["opacity"] = 0.6,
                },
                new JsonObject { ["x"] = x, ["tooltip"] = new JsonArray(VegaLite.Tooltip("epoch", "best epoch")) },
                [new JsonObject { ["epoch"] = history.BestEpoch }]
            ),
            VegaLite.Layer(
                new JsonObject { ["type"] = "line", ["point"] = epochs.Length <= MostPoints },
                new JsonObject
                {
                    ["x"] = x.DeepClone(),
                    ["y"] = VegaLite.Quantitative("value", "nats per row", Scale(("zero", false))),
                    ["color"] = VegaLite.Nominal("rows", null),
                    ["tooltip"] = new JsonArray(
                        VegaLite.Tooltip("epoch", "epoch"),
                        VegaLite.Tooltip("rows", "rows"),
                        VegaLite.Tooltip("value", quantity, ".5~g")
                    ),
                }
            )
        );
        return new Chart($"curve-{id}", title, $"{title} per epoch: {quantity} in nats per row.", spec);
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
