using System.Text.Json.Nodes;

namespace VaeMlNet.Report;

/// <summary>Charts of the distribution of the scores and of how well they rank anomalies.</summary>
internal static class ScoreCharts
{
    private const int BarCount = 50;
    private const int MostPoints = 500;
    private const double ShownShare = 0.995;
    private const string AboveColor = "#e8710a";

    /// <summary>
    /// Creates a histogram with the threshold. With labels, the bars are shares of the anomalies and of the normal
    /// rows.
    /// </summary>
    public static Chart Histogram(ScoreSummary scored, double threshold)
    {
        float[] sorted = [.. scored.Rows.Select(row => row.Score).Order()];
        (var low, var high) = Range(scored.Rows, threshold);
        var width = (high - low) / BarCount;
        var isLabeled = scored.CanBeRanked;
        JsonObject domain = new()
        {
            ["domain"] = new JsonArray(VegaLite.Number(low), VegaLite.Number(high)),
            ["nice"] = false,
        };
        var bars = VegaLite.Layer(
            VegaLite.Mark("bar", ("opacity", isLabeled ? 0.6 : 1), ("cursor", "pointer")),
            BarEncoding(isLabeled, domain, VegaLite.FormatOfEnds([(low, low + width), (high - width, high)])),
            Bars(scored.Rows, low, high, isLabeled)
        );
        var isOnTheRight = threshold > (low + high) / 2;
        var spec = VegaLite.Layered(
            height: 260,
            bars,
            AtThreshold(VegaLite.Mark("rule", ("strokeDash", new JsonArray(5, 3)), ("strokeWidth", 2)), []),
            AtThreshold(
                VegaLite.Mark(
                    "text",
                    ("align", isOnTheRight ? "right" : "left"),
                    ("baseline", "top"),
                    ("dx", isOnTheRight ? -5 : 5),
                    ("y", 2)
                ),
                new() { ["text"] = new JsonObject { ["field"] = "text" } }
            )
        );
        // The page changes it when the reader moves the slider.
        spec["params"] = new JsonArray(
            new JsonObject { ["name"] = "threshold", ["value"] = VegaLite.Number(threshold) }
        );
        return new Chart(
            "score-histogram",
            "Scores",
            $"Histogram of the scores, with the threshold as a dashed line. Half of the rows score at most {Figure.Number(sorted[sorted.Length / 2])} nats; {Figure.Count(scored.AboveThreshold)} of {Figure.Count(scored.RowCount)} are above the threshold of {Figure.Number(threshold)} nats.",
            spec
        );
    }

    private static JsonObject AtThreshold(JsonObject mark, JsonObject encoding)
    {
        encoding["x"] = new JsonObject { ["field"] = "score", ["type"] = "quantitative" };
        var layer = VegaLite.Layer(mark, encoding, [new JsonObject { ["text"] = "threshold" }]);
        layer["transform"] = new JsonArray(new JsonObject { ["calculate"] = "threshold", ["as"] = "score" });
        return layer;
    }

    /// <summary>Creates the ROC curve: the recall against the false positive rate.</summary>
    public static Chart Roc(IReadOnlyList<RankingPoint> points, double area) =>
        new CurveChart(
            "roc",
            "ROC",
            $"Recall (share of anomalies found) against the false positive rate (share of normal rows reported as anomalies). The area under the curve is {Figure.Fixed(area, 3)}, where 0.5 is chance.",
            ("false positive rate", "recall")
        ).Create(
            VegaLite
                .Thinned([new RankingPoint(0, 0, 1), .. points], MostPoints)
                .Select(point => VegaLite.Point(point.FalsePositiveRate, point.Recall)),
            [VegaLite.Point(0, 0), VegaLite.Point(1, 1)]
        );

    /// <summary>Creates the precision-recall curve: the precision against the recall.</summary>
    public static Chart PrecisionRecall(
        IReadOnlyList<RankingPoint> points,
        double averagePrecision,
        double shareOfAnomalies
    ) =>
        new CurveChart(
            "precision-recall",
            "Precision and recall",
            $"Precision (share of the reported rows that are anomalies) against recall (share of anomalies found). The average precision is {Figure.Fixed(averagePrecision, 3)}, where {Figure.Fixed(shareOfAnomalies, 3)} is chance.",
            ("recall", "precision")
        ).Create(
            VegaLite.Thinned(points, MostPoints).Select(point => VegaLite.Point(point.Recall, point.Precision)),
            [VegaLite.Point(0, shareOfAnomalies), VegaLite.Point(1, shareOfAnomalies)]
        );

    /// <summary>
    /// Returns the range of the histogram. It starts at the lowest score, ends where nearly all scores are below, and
    /// always contains the threshold. Otherwise one very high score would leave one bar for all other rows.
    /// </summary>
    internal static (double Low, double High) Range(IReadOnlyList<ScoredRow> rows, double threshold)
    {
        float[] sorted = [.. rows.Select(row => row.Score).Order()];
        var low = Math.Min(sorted[0], threshold);
        double most = sorted[(int)(ShownShare * (sorted.Length - 1))];
        var high = Math.Max(most + (0.15 * (most - low)), threshold + (0.1 * (threshold - low)));
        high = Math.Min(high, Math.Max(sorted[^1], threshold + (0.1 * (threshold - low))));
        // All scores and the threshold may be equal.
        return high > low ? (low, high) : (low - 0.5, low + 0.5);
    }

    private static IEnumerable<JsonObject> Bars(
        IReadOnlyList<ScoredRow> rows,
        double low,
        double high,
        bool isLabeled
    ) =>
        rows.GroupBy(row => isLabeled && row.IsAnomaly == true)
            .SelectMany(kind =>
            {
                var counts = new long[BarCount];
                foreach (var row in kind)
                {
                    counts[Math.Clamp((int)((row.Score - low) / (high - low) * BarCount), 0, BarCount - 1)]++;
                }

                double all = kind.Count();
                return counts.Select(
                    (count, bar) =>
                        new JsonObject
                        {
                            ["from"] = VegaLite.Number(low + ((high - low) * bar / BarCount)),
                            ["to"] = VegaLite.Number(low + ((high - low) * (bar + 1) / BarCount)),
                            ["count"] = count,
                            ["share"] = VegaLite.Number(count / all),
                            ["kind"] = kind.Key ? "anomalies" : "normal rows",
                        }
                );
            });

    private static JsonObject BarEncoding(bool isLabeled, JsonObject domain, string format)
    {
        var y = isLabeled
            ? VegaLite.Quantitative("share", "share of their group", format: "%")
            : VegaLite.Quantitative("count", "rows");
        y["stack"] = null;
        var encoding = VegaLite.Bars("score (nats)", domain, y, format);
        encoding["color"] = isLabeled
            ? VegaLite.Nominal("kind", null, new JsonObject { ["domain"] = new JsonArray("normal rows", "anomalies") })
            : new JsonObject
            {
                ["condition"] = new JsonObject
                {
                    ["test"] = "(datum.from + datum.to) / 2 > threshold",
                    ["value"] = AboveColor,
                },
            };

        return encoding;
    }
}
