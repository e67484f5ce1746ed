namespace VaeMlNet.Report;

/// <summary>The numbers of rows above possible thresholds.</summary>
internal sealed record ThresholdCounts
{
    private const int LinearSteps = 200;
    private const int RankSteps = 100;

    /// <summary>Gets the thresholds in ascending order. The model's own is one of them.</summary>
    public required IReadOnlyList<double> Thresholds { get; init; }

    /// <summary>Gets the number of rows above each threshold.</summary>
    public required IReadOnlyList<int> Above { get; init; }

    /// <summary>Gets the number of labeled anomalies above each threshold; null where the ranking cannot be measured.</summary>
    public IReadOnlyList<int>? AnomaliesAbove { get; init; }

    /// <summary>Gets the index of the model's threshold.</summary>
    public required int Own { get; init; }

    /// <summary>Counts the rows above thresholds within the range of a histogram, and above the highest scores.</summary>
    public static ThresholdCounts Count(ScoreSummary scored, double own, (double Low, double High) range)
    {
        double[] sorted = [.. scored.Rows.Select(row => (double)row.Score).OrderDescending()];
        var linear = Enumerable
            .Range(0, LinearSteps + 1)
            .Select(i => range.Low + ((range.High - range.Low) * i / LinearSteps));
        // Just above one of the highest scores, that row and those below are not reported.
        var ofRanks = sorted.Take(RankSteps);
        double[] thresholds = [.. linear.Concat(ofRanks).Append(own).Distinct().Order()];
        double[]? anomalies = scored.CanBeRanked
            ? [.. scored.Rows.Where(row => row.IsAnomaly == true).Select(row => (double)row.Score).OrderDescending()]
            : null;
        return new()
        {
            Thresholds = thresholds,
            Above = CountAbove(sorted, thresholds),
            AnomaliesAbove = anomalies is null ? null : CountAbove(anomalies, thresholds),
            Own = Array.IndexOf(thresholds, own),
        };
    }

    private static int[] CountAbove(double[] descending, double[] thresholds)
    {
        var counts = new int[thresholds.Length];
        var above = 0;
        for (var i = thresholds.Length - 1; i >= 0; i--)
        {
            while (above < descending.Length && descending[above] > thresholds[i])
            {
                above++;
            }

            counts[i] = above;
        }

        return counts;
    }
}
