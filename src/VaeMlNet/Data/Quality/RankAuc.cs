namespace VaeMlNet;

/// <summary>
/// Computes the area under the ROC curve from ranks: the probability that a positive scores above a negative. Ties count half.
/// </summary>
/// <remarks>Source: Hanley and McNeil 1982, with Mann and Whitney's statistic and mid-ranks.</remarks>
internal static class RankAuc
{
    /// <param name="scores">The score of each row.</param>
    /// <param name="isPositive">The class of each row. Both classes must occur.</param>
    public static double Compute(float[] scores, bool[] isPositive)
    {
        float[] sorted = [.. scores];
        bool[] kinds = [.. isPositive];
        Array.Sort(sorted, kinds);
        double positives = kinds.Count(k => k);
        double rankSum = 0;
        for (var start = 0; start < sorted.Length; )
        {
            var end = start;
            while (end < sorted.Length && sorted[end] == sorted[start])
            {
                end++;
            }

            var midRank = (start + 1 + end) / 2.0;
            rankSum += midRank * kinds.AsSpan(start, end - start).Count(true);
            start = end;
        }

        return (rankSum - (positives * (positives + 1) / 2)) / (positives * (sorted.Length - positives));
    }

    /// <summary>
    /// Returns the standard deviation of the area if scores and classes are independent: that of the Mann-Whitney statistic with its correction for ties,
    /// divided by the number of pairs. It is infinite where all scores are equal.
    /// </summary>
    /// <inheritdoc cref="Compute" path="/param"/>
    public static double StandardError(float[] scores, bool[] isPositive)
    {
        double count = scores.Length;
        double positives = isPositive.Count(k => k);
        var ties = scores.GroupBy(score => score).Sum(group => Math.Pow(group.Count(), 3) - group.Count());
        var variance = (count + 1 - (ties / (count * (count - 1)))) / (12 * positives * (count - positives));
        return variance > 0 ? Math.Sqrt(variance) : double.PositiveInfinity;
    }
}
