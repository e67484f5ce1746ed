namespace VaeMlNet;

/// <summary>A point of the ROC and the precision-recall curve, for a threshold just below some score.</summary>
/// <param name="FalsePositiveRate">The share of the negatives at or above that score.</param>
/// <param name="Recall">The share of the positives at or above that score.</param>
/// <param name="Precision">The share of positives among the rows at or above that score.</param>
internal readonly record struct RankingPoint(double FalsePositiveRate, double Recall, double Precision);

/// <summary>Measures how well a score ranks positives above negatives. Rows with equal scores form one threshold.</summary>
/// <remarks>Source: Hanley and McNeil 1982, with Mann and Whitney's statistic.</remarks>
internal sealed class RankingCurve
{
    private readonly List<RankingPoint> points = [];
    private readonly double positives;
    private readonly double negatives;
    private readonly double ties;

    /// <param name="scores">The score of each row. None is NaN.</param>
    /// <param name="isPositive">The class of each row. Both classes must occur.</param>
    public RankingCurve(float[] scores, bool[] isPositive)
    {
        float[] sorted = [.. scores];
        bool[] kinds = [.. isPositive];
        Array.Sort(sorted, kinds);
        positives = kinds.Count(kind => kind);
        negatives = kinds.Length - positives;
        (double truePositives, double falsePositives, double concordant) = (0, 0, 0);
        for (var end = sorted.Length; end > 0; )
        {
            var start = end - 1;
            while (start > 0 && sorted[start - 1] == sorted[end - 1])
            {
                start--;
            }

            double count = end - start;
            double hits = kinds.AsSpan(start, end - start).Count(true);
            concordant += (count - hits) * (truePositives + (hits / 2));
            truePositives += hits;
            falsePositives += count - hits;
            var precision = truePositives / (truePositives + falsePositives);
            points.Add(new(falsePositives / negatives, truePositives / positives, precision));
            AveragePrecision += precision * hits / positives;
            ties += Math.Pow(count, 3) - count;
            end = start;
        }

        AreaUnderRoc = concordant / (positives * negatives);
    }

    /// <summary>Gets a point for each distinct score, from the highest to the lowest.</summary>
    public IReadOnlyList<RankingPoint> Points => points;

    /// <summary>Gets the probability that a random positive scores above a random negative, where ties count half.</summary>
    public double AreaUnderRoc { get; }

    /// <summary>
    /// Gets the sum of precision times the gain in recall over the distinct thresholds, from the highest score down.
    /// </summary>
    public double AveragePrecision { get; }

    /// <summary>
    /// Gets the standard deviation of the area if scores and classes are independent: that of the Mann-Whitney statistic with its correction for ties,
    /// divided by the number of pairs. It is infinite where all scores are equal.
    /// </summary>
    public double StandardError
    {
        get
        {
            var count = positives + negatives;
            var variance = (count + 1 - (ties / (count * (count - 1)))) / (12 * positives * negatives);
            return variance > 0 ? Math.Sqrt(variance) : double.PositiveInfinity;
        }
    }
}
