namespace VaeMlNet;

/// <summary>The mean and scale of each channel of a time series, with which every place of a window is standardized.</summary>
internal sealed class ChannelStatistics
{
    /// <summary>
    /// The smallest scale, as a share of the channel's largest absolute value. A channel that hardly moves in the training data would otherwise
    /// outweigh all others as soon as it moves.
    /// </summary>
    private const double SmallestShare = 0.01;

    /// <summary>The largest absolute standardized value: what lies further outside is not more anomalous.</summary>
    private const float LargestStandardized = 20;

    private readonly double[] means;
    private readonly double[] squares;
    private readonly double[] largest;
    private readonly long[] counts;

    /// <param name="channelCount">The number C of channels.</param>
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

    /// <summary>Returns a table whose only column, the window, has the mean and scale of its channel in each slot.</summary>
    public Table Standardize(Table table)
    {
        var column = table.Columns[0];
        return table with
        {
            Columns =
            [
                column with
                {
                    Means = Repeated(column.Width, c => (float)means[c]),
                    Scales = Repeated(column.Width, Scale),
                },
            ],
            LargestStandardized = LargestStandardized,
        };
    }

    private float Scale(int channel)
    {
        var deviation = Math.Sqrt(squares[channel] / Math.Max(counts[channel], 1));
        var scale = (float)Math.Max(deviation, SmallestShare * largest[channel]);
        return float.IsNormal(scale) ? scale : 1;
    }

    private float[] Repeated(int width, Func<int, float> ofChannel) =>
        [.. Enumerable.Range(0, width).Select(slot => ofChannel(slot % means.Length))];
}
