namespace VaeMlNet.Report;

/// <summary>Measures how well a score ranks the positives (the anomalies) above the negatives.</summary>
/// <param name="AreaUnderRoc">
/// The probability that a random positive scores above a random negative, where ties count half: 0.5 is chance, 1 is perfect.
/// </param>
/// <param name="AveragePrecision">
/// The sum of precision times the gain in recall over the distinct thresholds, from the highest score down. Chance is the
/// share of positives.
/// </param>
internal sealed record RankingQuality(double AreaUnderRoc, double AveragePrecision)
{
    /// <summary>Computes both measures of scored rows. Returns null where the ranking cannot be measured.</summary>
    public static RankingQuality? Measure(ScoreSummary scored) =>
        scored.CanBeRanked
            ? Compute(
                [.. scored.Sample.Select(row => row.Score)],
                [.. scored.Sample.Select(row => row.IsAnomaly == true)]
            )
            : null;

    /// <summary>Computes both measures.</summary>
    /// <param name="scores">The score of each row. A higher score is more anomalous.</param>
    /// <param name="isPositive">True if the row is an anomaly.</param>
    /// <exception cref="ArgumentException">The lengths differ, a score is NaN, or one class has no rows.</exception>
    /// <remarks>
    /// Rows with equal scores form one threshold, so the measures do not depend on the order of the rows.
    /// </remarks>
    public static RankingQuality Compute(IReadOnlyList<float> scores, IReadOnlyList<bool> isPositive)
    {
        Check(scores, isPositive);
        long positives = isPositive.Count(p => p);
        var negatives = isPositive.Count - positives;
        int[] order = [.. Enumerable.Range(0, scores.Count).OrderByDescending(i => scores[i])];

        long truePositives = 0;
        long falsePositives = 0;
        double concordant = 0;
        double averagePrecision = 0;
        for (var start = 0; start < order.Length; )
        {
            (var end, var hits) = Tie(order, start, scores, isPositive);
            var misses = end - start - hits;
            concordant += misses * (truePositives + hits / 2.0);
            truePositives += hits;
            falsePositives += misses;
            averagePrecision += (double)truePositives / (truePositives + falsePositives) * hits / positives;
            start = end;
        }

        return new RankingQuality(concordant / ((double)positives * negatives), averagePrecision);
    }

    private static (int End, long Hits) Tie(
        int[] order,
        int start,
        IReadOnlyList<float> scores,
        IReadOnlyList<bool> isPositive
    )
    {
        var end = start;
        long hits = 0;
        for (; end < order.Length && scores[order[end]] == scores[order[start]]; end++)
        {
            hits += isPositive[order[end]] ? 1 : 0;
        }

        return (end, hits);
    }

    private static void Check(IReadOnlyList<float> scores, IReadOnlyList<bool> isPositive)
    {
        if (scores.Count != isPositive.Count)
        {
            throw new ArgumentException(
                $"There are {scores.Count} scores for {isPositive.Count} rows.",
                nameof(scores)
            );
        }

        if (scores.Any(float.IsNaN))
        {
            throw new ArgumentException("A score is NaN, so the rows cannot be ranked.", nameof(scores));
        }

        if (isPositive.All(p => p) || !isPositive.Any(p => p))
        {
            throw new ArgumentException(
                "Ranking needs both anomalies and normal rows, but all rows have the same label.",
                nameof(isPositive)
            );
        }
    }
}
