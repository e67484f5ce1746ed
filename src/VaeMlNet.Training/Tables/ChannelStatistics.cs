namespace VaeMlNet;

/// <summary>The mean, the scale and the range of each channel of time series.</summary>
internal sealed class ChannelStatistics
{
    /// <summary>
    /// The smallest scale, as a share of the channel's largest absolute value. A channel that hardly moves in the training data would otherwise
    /// outweigh all others as soon as it moves.
    /// </summary>
    private const double SmallestShare = 0.01;

    private readonly double[] means;
    private readonly double[] squares;
    private readonly float[] lowest;
    private readonly float[] highest;
    private readonly long[] counts;

    public ChannelStatistics(int channelCount)
    {
        means = new double[channelCount];
        squares = new double[channelCount];
        lowest = new float[channelCount];
        highest = new float[channelCount];
        lowest.AsSpan().Fill(float.PositiveInfinity);
        highest.AsSpan().Fill(float.NegativeInfinity);
        counts = new long[channelCount];
    }

    /// <summary>Adds a row, float32 [C], in one pass (Welford 1962). NaN is missing.</summary>
    public void Add(ReadOnlySpan<float> row)
    {
        for (var c = 0; c < row.Length; c++)
        {
            if (float.IsNaN(row[c]))
            {
                continue;
            }

            var difference = row[c] - means[c];
            means[c] += difference / ++counts[c];
            squares[c] += difference * (row[c] - means[c]);
            lowest[c] = Math.Min(lowest[c], row[c]);
            highest[c] = Math.Max(highest[c], row[c]);
        }
    }

    /// <summary>Gets the mean of each channel, float32 [C]; 0 without values.</summary>
    public float[] Means => Array.ConvertAll(means, mean => (float)mean);

    /// <summary>Gets the scale of each channel, float32 [C]: its standard deviation, but not too small.</summary>
    public float[] Scales => [.. Enumerable.Range(0, means.Length).Select(Scale)];

    /// <summary>Gets the lowest value of each channel, float32 [C]; infinite without values.</summary>
    public IReadOnlyList<float> Lowest => lowest;

    /// <summary>Gets the highest value of each channel, float32 [C]; infinite without values.</summary>
    public IReadOnlyList<float> Highest => highest;

    /// <summary>Gets the number of known values of each channel.</summary>
    public IReadOnlyList<long> Counts => counts;

    private float Scale(int channel)
    {
        var deviation = Math.Sqrt(squares[channel] / Math.Max(counts[channel], 1));
        var largest = counts[channel] > 0 ? Math.Max(-lowest[channel], highest[channel]) : 0;
        var scale = (float)Math.Max(deviation, SmallestShare * largest);
        return float.IsNormal(scale) ? scale : 1;
    }
}
