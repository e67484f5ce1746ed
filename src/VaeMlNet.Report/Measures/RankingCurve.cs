namespace VaeMlNet.Report;

/// <summary>A point of the ROC and the precision-recall curve: what a threshold just below some score finds.</summary>
/// <param name="FalsePositiveRate">Share of the normal rows at or above it.</param>
/// <param name="Recall">Share of the anomalies at or above it.</param>
/// <param name="Precision">Share of anomalies among the rows at or above it.</param>
internal readonly record struct RankingPoint(double FalsePositiveRate, double Recall, double Precision);

/// <summary>The curves behind the figures of <see cref="RankingQuality"/>.</summary>
internal static class RankingCurve
{
    /// <summary>A point for each distinct score, from the highest down.</summary>
    /// <param name="rows">Rows of both kinds.</param>
    public static IReadOnlyList<RankingPoint> Of(IReadOnlyList<ScoredRow> rows)
    {
        double positives = rows.Count(row => row.IsAnomaly == true);
        var negatives = rows.Count - positives;
        (double truePositives, double falsePositives) = (0, 0);
        List<RankingPoint> points = [];
        foreach (var tie in rows.OrderByDescending(row => row.Score).GroupBy(row => row.Score))
        {
            double hits = tie.Count(row => row.IsAnomaly == true);
            truePositives += hits;
            falsePositives += tie.Count() - hits;
            points.Add(
                new(
                    falsePositives / negatives,
                    truePositives / positives,
                    truePositives / (truePositives + falsePositives)
                )
            );
        }

        return points;
    }
}
