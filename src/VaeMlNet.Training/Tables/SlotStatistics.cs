namespace VaeMlNet;

/// <summary>Computes the mean, the standard deviation and the range of one raw slot in one pass (Welford 1962).</summary>
/// <param name="toUnit">Converts a value to the unit of <see cref="Mean"/> and <see cref="Scale"/>.</param>
/// <param name="keptCount">The largest number of values to keep for <see cref="BuildBins"/>; 0 for none.</param>
/// <param name="categoryCount">The number of categories: the keys 1 to K, or the Booleans 0 and 1; 0 for numbers.</param>
internal sealed class SlotStatistics(Func<double, double> toUnit, int keptCount, int categoryCount = 0)
{
    private readonly List<float> kept = [];
    private readonly long[] categories = new long[categoryCount + 1];
    private readonly ReservoirPlaces places = new(keptCount);
    private double mean;
    private double squares;

    /// <summary>Gets the number of cells with a value.</summary>
    public long Count { get; private set; }

    /// <summary>Gets the number of missing cells.</summary>
    public long MissingCount { get; private set; }

    /// <summary>Gets the smallest value; +infinity without any.</summary>
    public float Minimum { get; private set; } = float.PositiveInfinity;

    /// <summary>Gets the largest value; -infinity without any.</summary>
    public float Maximum { get; private set; } = float.NegativeInfinity;

    /// <summary>Gets the mean of the values; 0 without any.</summary>
    public float Mean => (float)mean;

    /// <summary>Gets the standard deviation of the values; 1 if they are all equal, or without any.</summary>
    public float Scale
    {
        get
        {
            var deviation = (float)Math.Sqrt(squares / Math.Max(Count, 1));
            return float.IsNormal(deviation) ? deviation : 1;
        }
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
        var inUnit = toUnit(value);
        var difference = inUnit - mean;
        mean += difference / Count;
        squares += difference * (inUnit - mean);
        Keep(value);
        if (categoryCount > 0)
        {
            categories[Math.Clamp((int)value, 0, categoryCount)]++;
        }

        Minimum = Math.Min(Minimum, value);
        Maximum = Math.Max(Maximum, value);
    }

    /// <summary>Divides the values into bins. A slot without values has one bin, for 0.</summary>
    /// <param name="largestCount">The largest number of bins.</param>
    /// <param name="intervalCount">The number of intervals of their histogram.</param>
    public VaeNumberBins BuildBins(int largestCount, int intervalCount) =>
        new BinBuilder(largestCount, intervalCount).Build(kept.Count > 0 ? [.. kept] : [0]);

    /// <summary>Returns the share of each category; empty without values.</summary>
    /// <param name="first">The value of the first category: 1 for keys, 0 for Booleans.</param>
    public float[] Shares(int first) =>
        Count == 0 ? [] : Array.ConvertAll(categories[first..(first + categoryCount)], count => (float)count / Count);

    /// <summary>Keeps a random sample of the values.</summary>
    private void Keep(float value)
    {
        var place = keptCount > 0 ? places.NextPlace(Count - 1) : -1;
        if (place == kept.Count)
        {
            kept.Add(value);
        }
        else if (place >= 0)
        {
            kept[place] = value;
        }
    }
}
