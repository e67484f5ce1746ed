namespace VaeMlNet;

/// <summary>Computes the mean, the standard deviation and the range of one raw slot in one pass (Welford 1962).</summary>
/// <param name="toUnit">Converts a value to the unit of <see cref="Mean"/> and <see cref="Scale"/>.</param>
internal sealed class SlotStatistics(Func<double, double> toUnit)
{
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
        Minimum = Math.Min(Minimum, value);
        Maximum = Math.Max(Maximum, value);
    }
}
