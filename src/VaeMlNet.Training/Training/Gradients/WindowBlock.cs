using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>A block of a batch's rows whose windows are computed together.</summary>
/// <param name="Start">The first row.</param>
/// <param name="Count">The number of rows.</param>
/// <param name="PixelCount">The number of windows of a row.</param>
/// <param name="Windows">The windows of the rows. Other blocks overwrite them.</param>
internal sealed record WindowBlock(long Start, long Count, long PixelCount, ImageWindows Windows)
{
    // Measured with 32 channels of 14 x 14, 3 x 3, stride 2, on two threads: 2^17 and 2^18 float32 numbers are fastest, 2^19
    // takes 5 % longer, and 2^16 and 2^20 9 %.
    private const long LargestSize = 1 << 17;

    /// <summary>Divides a batch so that a block's windows and their pixels stay in the processor's cache.</summary>
    /// <param name="grid">The windows of a row.</param>
    /// <param name="rowCount">n.</param>
    /// <param name="pixelChannels">The channels of the small image, which has a pixel for each window.</param>
    public static WindowBlock[] Divide(WindowGrid grid, long rowCount, long pixelChannels)
    {
        var most = Math.Clamp(LargestSize / (grid.Count * (grid.WindowSize + pixelChannels)), 1, rowCount);
        var windows = new ImageWindows(grid, most);
        List<WindowBlock> blocks = [];
        for (long start = 0; start < rowCount; start += most)
        {
            var count = Math.Min(most, rowCount - start);
            blocks.Add(new(start, count, grid.Count, count == most ? windows : new(grid, count)));
        }

        return [.. blocks];
    }

    /// <summary>Returns the memory of the block's rows of [n, width].</summary>
    public Span<float> RowsOf(Tensor all)
    {
        var width = (int)all.shape[1];
        return TensorValues.Memory(all).Slice((int)Start * width, (int)Count * width);
    }

    /// <summary>Returns the block's rows of [n * pixels, channels].</summary>
    public Tensor PixelsOf(Tensor all) => all.narrow(0, Start * PixelCount, Count * PixelCount);
}
