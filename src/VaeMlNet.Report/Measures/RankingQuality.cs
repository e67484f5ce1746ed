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
        scored.Rank() is { } curve ? new(curve.AreaUnderRoc, curve.AveragePrecision) : null;

    /// <summary>Computes both measures.</summary>
    /// <param name="scores">The score of each row. A higher score is more anomalous.</param>
    /// <param name="isPositive">True if the row is an anomaly.</param>
    /// <exception cref="ArgumentException">The lengths differ, a score is NaN, or one class has no rows.</exception>
    public static RankingQuality Compute(IReadOnlyList<float> scores, IReadOnlyList<bool> isPositive)
    {
        Check(scores, isPositive);
        RankingCurve curve = new([.. scores], [.. isPositive]);
        return new RankingQuality(curve.AreaUnderRoc, curve.AveragePrecision);
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
