namespace VaeMlNet.Report;

/// <summary>A value of a series at a time.</summary>
/// <param name="Row">The number of the row, from 0.</param>
/// <param name="Time">The time in the unit of the time's column; the number of the row where there is none.</param>
/// <param name="Value">The value; NaN where it is missing.</param>
/// <param name="Expected">The value that the model expects; NaN for curves without one.</param>
/// <param name="Uncertainty">The standard deviation of the expected value.</param>
internal readonly record struct SeriesPoint(
    long Row,
    double Time,
    float Value,
    float Expected = float.NaN,
    float Uncertainty = float.NaN
);

/// <summary>
/// A curve of a series of any length. A long one is reduced to the lowest and the highest value of each bucket of neighboring rows, so that no peak
/// is lost. Memory does not grow with the number of rows.
/// </summary>
internal sealed class SeriesCurve
{
    /// <summary>The largest number of buckets. A bucket has at most two points.</summary>
    public const int MostBuckets = 1000;

    private readonly List<Bucket> buckets = [];
    private readonly SeriesGaps gaps = new();
    private long bucketSize = 1;
    private long count;
    private SeriesPoint first;
    private SeriesPoint last;

    /// <summary>Gets whether the curve has fewer points than the series has rows.</summary>
    public bool IsReduced => bucketSize > 1;

    /// <summary>Gets the times of the rows before and after each gap, in their order.</summary>
    public IReadOnlyList<(double From, double To)> Gaps => gaps.Gaps;

    /// <summary>
    /// Gets the points in the order of the rows. The first and the last row are always among them. One NaN stands for missing cells, and one for each
    /// gap, so that no line is drawn across it.
    /// </summary>
    public IEnumerable<SeriesPoint> Points =>
        count == 0
            ? []
            : Interrupted(
                buckets
                    .SelectMany(bucket => new[] { bucket.Low, bucket.High })
                    .Append(first)
                    .Append(last)
                    .DistinctBy(point => point.Row)
                    .OrderBy(point => point.Row)
            );

    /// <summary>Adds the value of the next row.</summary>
    public void Add(SeriesPoint point)
    {
        first = count == 0 ? point : first;
        last = point;
        gaps.Add(point.Time);
        if (count % bucketSize == 0 && buckets.Count == MostBuckets)
        {
            JoinPairs();
        }

        Bucket added = new(point, point);
        if (count % bucketSize == 0)
        {
            buckets.Add(added);
        }
        else
        {
            buckets[^1] = buckets[^1].Join(added);
        }

        count++;
    }

    private IEnumerable<SeriesPoint> Interrupted(IEnumerable<SeriesPoint> points)
    {
        Queue<(double From, double To)> left = new(Gaps);
        SeriesPoint? before = null;
        foreach (var point in points)
        {
            var isAfterGap = false;
            while (left.TryPeek(out var gap) && gap.To <= point.Time)
            {
                left.Dequeue();
                isAfterGap = true;
            }

            if (isAfterGap && before is { } known)
            {
                yield return new(point.Row, (known.Time + point.Time) / 2, float.NaN);
            }

            yield return point;
            before = point;
        }
    }

    private void JoinPairs()
    {
        for (var i = 0; i < MostBuckets / 2; i++)
        {
            buckets[i] = buckets[2 * i].Join(buckets[(2 * i) + 1]);
        }

        buckets.RemoveRange(MostBuckets / 2, MostBuckets / 2);
        bucketSize *= 2;
    }

    private readonly record struct Bucket(SeriesPoint Low, SeriesPoint High)
    {
        /// <summary>Returns both buckets as one. Missing values count only if all values are missing.</summary>
        public Bucket Join(Bucket next) =>
            float.IsNaN(next.Low.Value) ? this
            : float.IsNaN(Low.Value) ? next
            : new(next.Low.Value < Low.Value ? next.Low : Low, next.High.Value > High.Value ? next.High : High);
    }
}
