namespace VaeMlNet;

/// <summary>Mean, spread and range of the values of one raw slot, in one pass (Welford 1962).</summary>
/// <param name="toUnit">Brings a value to the unit of <see cref="Mean"/> and <see cref="Scale"/>.</param>
internal sealed class SlotStatistics(Func<double, double> toUnit)
{
    private double mean;
    private double squares;

    /// <summary>The cells with a value.</summary>
    public long Count { get; private set; }

    /// <summary>The cells without.</summary>
    public long MissingCount { get; private set; }

    /// <summary>The smallest value; +infinity without any.</summary>
    public float Minimum { get; private set; } = float.PositiveInfinity;

    /// <summary>The largest value; -infinity without any.</summary>
    public float Maximum { get; private set; } = float.NegativeInfinity;

    /// <summary>The mean of the values; 0 without any.</summary>
    public float Mean => (float)mean;

    /// <summary>Their standard deviation; 1 where they are all the same, or none.</summary>
    public float Scale
    {
        get
        {
            var deviation = (float)Math.Sqrt(squares / Math.Max(Count, 1));
            return float.IsNormal(deviation) ? deviation : 1;
        }
    }

    /// <summary>Takes in a cell.</summary>
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
