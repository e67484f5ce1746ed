namespace Microsoft.ML.Transforms;

/// <summary>What a slot's values tell: NaN is left out; of the mean and variance also infinities.</summary>
internal struct SlotStatistics()
{
    public double Minimum = double.PositiveInfinity;
    public double Maximum = double.NegativeInfinity;
    public double Mean;

    /// <summary>Sum of squared differences from the mean (Welford).</summary>
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
