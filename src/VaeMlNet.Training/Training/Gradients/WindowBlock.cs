using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Some of a batch's rows, whose windows are computed together.</summary>
/// <param name="Start">The first row.</param>
/// <param name="Count">The number of rows.</param>
/// <param name="PixelCount">The number of windows of a row.</param>
/// <param name="Windows">Of the rows; other blocks overwrite them.</param>
/// <param name="Sums">Of the windows, in the images of these rows; null where nothing is added up.</param>
internal sealed record WindowBlock(long Start, long Count, long PixelCount, ImageWindows Windows, WindowSums? Sums)
{
    /// <summary>The block's part of [n, width].</summary>
    public Tensor RowsOf(Tensor all) => all.narrow(0, Start, Count);

    /// <summary>The block's part of [n * pixels, channels].</summary>
    public Tensor PixelsOf(Tensor all) => all.narrow(0, Start * PixelCount, Count * PixelCount);
}
