namespace Microsoft.ML.Transforms;

/// <summary>The statistics of a slot's values without NaN. The mean and variance also exclude infinities.</summary>
internal struct SlotStatistics()
{
    public double Minimum = double.PositiveInfinity;
    public double Maximum = double.NegativeInfinity;
    public double Mean;

    /// <summary>The sum of squared differences from the mean (Welford).</summary>
    public double SquaredDifferences;
    public long Count;

    public void Add(double value)
    {
        if (value < Minimum)
        {
            Minimum = value;
        }

        if (value > Maximum)
        {
            Maximum = value;
        }

        if (!double.IsFinite(value))
        {
            return;
        }

        Count++;
        var difference = value - Mean;
        Mean += difference / Count;
        SquaredDifferences += difference * (value - Mean);
    }
}
