namespace VaeMlNet.Report;

/// <summary>A point of the ROC and the precision-recall curve, for a threshold just below some score.</summary>
/// <param name="FalsePositiveRate">The share of the normal rows at or above that score.</param>
/// <param name="Recall">The share of the anomalies at or above that score.</param>
/// <param name="Precision">The share of anomalies among the rows at or above that score.</param>
internal readonly record struct RankingPoint(double FalsePositiveRate, double Recall, double Precision);

/// <summary>Computes the ROC and the precision-recall curve. <see cref="RankingQuality"/> summarizes them.</summary>
internal static class RankingCurve
{
    /// <summary>Returns a point for each distinct score, from the highest to the lowest.</summary>
    /// <param name="rows">The rows, both normal ones and anomalies.</param>
    public static IReadOnlyList<RankingPoint> Compute(IReadOnlyList<ScoredRow> rows)
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
