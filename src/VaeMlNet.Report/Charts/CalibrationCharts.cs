using System.Text.Json.Nodes;

namespace VaeMlNet.Report;

/// <summary>
/// Charts of the p-values of the rows. They show whether the calibration of the training data also fits this data.
/// </summary>
internal static class CalibrationCharts
{
    private const int BarCount = 20;
    private const int MostPoints = 200;
    private const double Small = 0.01;

    /// <summary>
    /// Creates a histogram of the p-values. It is flat where the data resembles the calibration rows.
    /// </summary>
    public static Chart Histogram(IReadOnlyList<ScoredRow> rows)
    {
        var counts = new long[BarCount];
        foreach (var row in rows)
        {
            counts[Math.Clamp((int)Math.Ceiling(row.PValue * BarCount) - 1, 0, BarCount - 1)]++;
        }

        var expected = (double)rows.Count / BarCount;
        var rule = VegaLite.Mark(
            "rule",
            ("strokeDash", new JsonArray(4, 4)),
            ("tooltip", new JsonObject { ["content"] = "data" })
        );
        var bars = VegaLite.Bars(
            "p-value",
            new JsonObject { ["domain"] = new JsonArray(0, 1) },
            VegaLite.Quantitative("count", "rows"),
            ".2~f"
        );
        var spec = VegaLite.Layered(
            height: 280,
            VegaLite.Layer("bar", bars, counts.Select(Bar)),
            VegaLite.Layer(
                rule,
                new JsonObject { ["y"] = VegaLite.Quantitative("expected", "rows") },
                [new JsonObject { ["expected"] = VegaLite.Number(expected) }]
            )
        );
        return new Chart(
            "p-values",
            "p-values",
            $"Histogram of the p-values; the dashed line is the expected number of rows in each bar. {Figure.Percent((double)counts[0] / rows.Count)} of the rows are in the first of {BarCount} bars.",
            spec
        );
    }

    /// <summary>
    /// Creates a curve of the share of rows at or below each p-value. Logarithmic axes show the small p-values, which
    /// matter most.
    /// </summary>
    public static Chart Shares(IReadOnlyList<ScoredRow> rows)
    {
        float[] sorted = [.. rows.Select(row => row.PValue).Order()];
        // Of equal p-values, only the last counts: it gives the share at or below the value.
        (double X, double Y)[] points =
        [
            .. sorted
                .Select((p, i) => (P: p, Count: i + 1))
                .GroupBy(pair => pair.P)
                .Select(tie => ((double)tie.Key, tie.Max(pair => pair.Count) / (double)sorted.Length)),
        ];
        var smallest = Math.Min(points[0].X, points[0].Y);
        return new CurveChart(
            "p-value-shares",
            "Share of rows at or below a p-value",
            $"Share of rows at or below each p-value, with the expected diagonal as a dashed line. {Figure.Percent((double)sorted.Count(p => p <= (float)Small) / sorted.Length)} of the rows have a p-value of at most {Figure.Percent(Small)}.",
            ("p-value", "share of rows")
        )
        {
            IsLogarithmic = true,
        }.Create(
            Thinned(points).Select(point => VegaLite.Point(point.X, point.Y)),
            [VegaLite.Point(smallest, smallest), VegaLite.Point(1, 1)]
        );
    }

    /// <summary>
    /// Returns at most <see cref="MostPoints"/> points, evenly distributed on the logarithmic axis. More would not be
    /// visible.
    /// </summary>
    private static IEnumerable<(double X, double Y)> Thinned((double X, double Y)[] points)
    {
        var step = -Math.Log(points[0].X) / MostPoints;
        var next = double.NegativeInfinity;
        foreach (var point in points)
        {
            if (Math.Log(point.X) >= next || point == points[^1])
            {
                yield return point;
                next = Math.Log(point.X) + step;
            }
        }
    }

    private static JsonObject Bar(long count, int bar) =>
        new()
        {
            ["from"] = VegaLite.Number((double)bar / BarCount),
            ["to"] = VegaLite.Number((bar + 1.0) / BarCount),
            ["count"] = count,
        };
}
