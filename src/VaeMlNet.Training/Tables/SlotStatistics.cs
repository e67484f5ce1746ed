namespace VaeMlNet;

/// <summary>Computes the mean, the standard deviation and the range of one raw slot in one pass (Welford 1962).</summary>
/// <param name="toUnit">Converts a value to the unit of <see cref="Standardization"/>.</param>
/// <param name="keptCount">
/// The largest number of values to keep, for <see cref="BuildBins"/>, <see cref="Ranges"/> and a robust scale; 0 for none.
/// </param>
/// <param name="categoryCount">The number of categories: the keys 1 to K, or the Booleans 0 and 1; 0 for numbers.</param>
internal sealed class SlotStatistics(Func<double, double> toUnit, int keptCount, int categoryCount = 0)
{
    private const double LargestDistance = 10;

    // Ranges between quantiles, with their width in standard deviations of a normal distribution. The second is for columns of which most
    // values are equal.
    private static readonly (double Tail, double NormalWidth)[] RobustRanges = [(0.05, 3.29), (0.01, 4.65)];

    private readonly List<float> kept = [];
    private readonly long[] categories = new long[categoryCount + 1];
    private readonly ReservoirPlaces places = new(keptCount);
    private double mean;
    private double squares;
    private long unitCount;

    /// <summary>Gets the number of cells with a value.</summary>
    public long Count { get; private set; }

    /// <summary>Gets the number of missing cells.</summary>
    public long MissingCount { get; private set; }

    /// <summary>Gets the number of cells with 0.</summary>
    public long ZeroCount { get; private set; }

    /// <summary>Gets the smallest value; +infinity without any.</summary>
    public float Minimum { get; private set; } = float.PositiveInfinity;

    /// <summary>Gets the largest value; -infinity without any.</summary>
    public float Maximum { get; private set; } = float.NegativeInfinity;

    /// <summary>Returns the mean of the values, 0 without any, and their standard deviation, 1 if they are all equal.</summary>
    /// <param name="isRobust">Whether values far outside the others are clipped first. They must have been kept.</param>
    public (float Mean, float Scale) Standardization(bool isRobust)
    {
        var (center, variance) =
            isRobust && kept.Count > 0 ? ClippedMoments() : (mean, squares / Math.Max(unitCount, 1));
        var deviation = (float)Math.Sqrt(variance);
        return ((float)center, float.IsNormal(deviation) ? deviation : 1);
    }

    /// <summary>Adds a cell.</summary>
    public void Add(float value)
    {
        if (float.IsNaN(value))
        {
            MissingCount++;
            return;
        }

        Count++;
        ZeroCount += value == 0 ? 1 : 0;
        var inUnit = toUnit(value);
        if (!double.IsNaN(inUnit))
        {
            unitCount++;
            var difference = inUnit - mean;
            mean += difference / unitCount;
            squares += difference * (inUnit - mean);
        }

        Keep(value);
        if (categoryCount > 0)
        {
            categories[Math.Clamp((int)value, 0, categoryCount)]++;
        }

        Minimum = Math.Min(Minimum, value);
        Maximum = Math.Max(Maximum, value);
    }

    /// <summary>Divides the values into bins. A slot without values has one bin, for 0.</summary>
    public NumberBins BuildBins(int largestCount, int intervalCount) =>
        new BinBuilder(largestCount, intervalCount).Build(kept.Count > 0 ? [.. kept] : [0]);

    /// <summary>
    /// Returns the numbers between which about all but one in 50 of the kept values lie, 0 and 0 without any, and the range that they cover, null if
    /// there is none.
    /// </summary>
    public ((float Low, float High) Usual, SeenRange? Seen) Ranges()
    {
        if (kept.Count == 0)
        {
            return default;
        }

        using var sorted = SortedValues.Of(kept.Select(value => (double)value));
        return (Quantile.WithoutTails(sorted, UsualRows.Tail), SeenRange.Of(sorted));
    }

    /// <summary>Returns the share of each category; empty without values.</summary>
    /// <param name="first">The value of the first category: 1 for keys, 0 for Booleans.</param>
    public float[] Shares(int first) =>
        Count == 0 ? [] : Array.ConvertAll(categories[first..(first + categoryCount)], count => (float)count / Count);

    /// <summary>
    /// Returns mean and variance after clipping the kept values at the median and <see cref="LargestDistance"/> robust standard deviations
    /// around it.
    /// </summary>
    private (double Mean, double Variance) ClippedMoments()
    {
        double[] sorted = [.. kept.Select(value => toUnit(value)).Order()];
        double At(double quantile) => sorted[(int)Math.Round(quantile * (sorted.Length - 1))];
        var spread = RobustRanges
            .Select(range => (At(1 - range.Tail) - At(range.Tail)) / range.NormalWidth)
            .FirstOrDefault(s => s > 0);
        var (low, high) = (At(0.5) - (LargestDistance * spread), At(0.5) + (LargestDistance * spread));
        // Without outliers, all values count, and not only the kept ones. A column with almost only one value has no robust scale.
        if (spread == 0 || (sorted[0] >= low && sorted[^1] <= high && sorted.Length == Count))
        {
            return (mean, squares / Count);
        }

        var clipped = Array.ConvertAll(sorted, value => Math.Clamp(value, low, high));
        var center = clipped.Average();
        return (center, clipped.Average(value => (value - center) * (value - center)));
    }

    /// <summary>Keeps a random sample of the values.</summary>
    private void Keep(float value)
    {
        if (keptCount > 0)
        {
            ReservoirPlaces.Put(kept, places.NextPlace(Count - 1), value);
        }
    }
}
