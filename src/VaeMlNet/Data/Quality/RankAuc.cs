namespace VaeMlNet;

/// <summary>Area under the ROC curve by ranks: the chance that a positive scores above a negative, ties counting half.</summary>
/// <remarks>Source: Hanley and McNeil 1982, with Mann and Whitney's statistic and mid-ranks.</remarks>
internal static class RankAuc
{
    /// <param name="scores">A score per row.</param>
    /// <param name="isPositive">The kind of each; both kinds occur.</param>
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
}
