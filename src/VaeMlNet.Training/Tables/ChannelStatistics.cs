namespace VaeMlNet;

/// <summary>The mean and scale of each channel of time series.</summary>
internal sealed class ChannelStatistics
{
    /// <summary>
    /// The smallest scale, as a share of the channel's largest absolute value. A channel that hardly moves in the training data would otherwise
    /// outweigh all others as soon as it moves.
    /// </summary>
    private const double SmallestShare = 0.01;

    private readonly double[] means;
    private readonly double[] squares;
    private readonly double[] largest;
    private readonly long[] counts;

    public ChannelStatistics(int channelCount)
    {
        means = new double[channelCount];
        squares = new double[channelCount];
        largest = new double[channelCount];
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
            largest[c] = Math.Max(largest[c], Math.Abs(row[c]));
        }
    }

    /// <summary>Gets the mean of each channel, float32 [C]; 0 without values.</summary>
    public float[] Means => Array.ConvertAll(means, mean => (float)mean);

    /// <summary>Gets the scale of each channel, float32 [C]: its standard deviation, but not too small.</summary>
    public float[] Scales => [.. Enumerable.Range(0, means.Length).Select(Scale)];

    /// <summary>Gets the number of known values of each channel.</summary>
    public IReadOnlyList<long> Counts => counts;

    private float Scale(int channel)
    {
        var deviation = Math.Sqrt(squares[channel] / Math.Max(counts[channel], 1));
        var scale = (float)Math.Max(deviation, SmallestShare * largest[channel]);
        return float.IsNormal(scale) ? scale : 1;
    }
}
