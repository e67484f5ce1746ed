using static TorchSharp.torch;

namespace VaeMlNet.Benchmarks;

/// <summary>The rows of a series in time order.</summary>
/// <param name="Values">The values, row by row: float64 [rows * channels].</param>
/// <param name="ChannelCount">The number of channels.</param>
internal sealed record ChannelRows(double[] Values, int ChannelCount)
{
    /// <summary>Gets the time of each row; null if the rows have none.</summary>
    public DateTime[]? Times { get; init; }

    /// <summary>Gets the number of rows.</summary>
    public int RowCount => Values.Length / ChannelCount;

    /// <summary>Gets a value.</summary>
    public double this[int row, int channel] => Values[(row * ChannelCount) + channel];

    /// <summary>Returns the values of one channel in time order.</summary>
    public double[] Channel(int channel) => [.. Enumerable.Range(0, RowCount).Select(row => this[row, channel])];

    /// <summary>Returns the number of windows of some length with stride 1.</summary>
    public int WindowCount(int length) => RowCount - length + 1;

    /// <summary>Returns the window that starts at a row: [length * channels], row by row. It is not copied.</summary>
    public ReadOnlySpan<double> Window(int start, int length) =>
        Values.AsSpan(start * ChannelCount, length * ChannelCount);

    /// <summary>Returns some of the windows as a tensor, float64 [windows, length * channels].</summary>
    /// <param name="starts">The first row of each window.</param>
    /// <param name="length">The number of rows of a window.</param>
    public Tensor Windows(IReadOnlyList<int> starts, int length)
    {
        var width = length * ChannelCount;
        var copied = new double[starts.Count * width];
        for (var i = 0; i < starts.Count; i++)
        {
            Window(starts[i], length).CopyTo(copied.AsSpan(i * width));
        }

        return tensor(copied).reshape(starts.Count, width);
    }

    /// <summary>Returns all windows with stride 1, in blocks that fit well into memory.</summary>
    public IEnumerable<Tensor> WindowBlocks(int length)
    {
        const int windowsPerBlock = 1024;
        return Enumerable
            .Range(0, WindowCount(length))
            .Chunk(windowsPerBlock)
            .Select(starts => Windows(starts, length));
    }
}
