namespace Quickstart;

/// <summary>Measures how well scores rank anomalies above other rows.</summary>
internal static class Ranking
{
    /// <summary>
    /// Returns the area under the ROC curve and the average precision. Rows of equal score count as one threshold.
    /// </summary>
    public static (double AreaUnderRoc, double AveragePrecision) Compute(float[] scores, bool[] isAnomaly)
    {
        double anomalies = isAnomaly.Count(label => label);
        var others = isAnomaly.Length - anomalies;
        double found = 0;
        double falseAlarms = 0;
        double concordant = 0;
        double averagePrecision = 0;
        foreach (var tie in scores.Zip(isAnomaly).GroupBy(row => row.First).OrderByDescending(group => group.Key))
        {
            double hits = tie.Count(row => row.Second);
            var misses = tie.Count() - hits;
            concordant += misses * (found + hits / 2);
            found += hits;
            falseAlarms += misses;
            averagePrecision += found / (found + falseAlarms) * hits / anomalies;
        }

        return (concordant / (anomalies * others), averagePrecision);
    }
}
