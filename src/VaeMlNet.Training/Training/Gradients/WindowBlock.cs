using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>A block of a batch's rows whose windows are computed together.</summary>
/// <param name="Start">The first row.</param>
/// <param name="Count">The number of rows.</param>
/// <param name="PixelCount">The windows of the rows. Other blocks overwrite them.</param>
/// <param name="Windows">The sums of the windows in the images of these rows; null if windows are not summed.</param>
/// <param name="Sums">The sums of the windows in the images of these rows; null if windows are not summed.</param>
internal sealed record WindowBlock(long Start, long Count, long PixelCount, ImageWindows Windows, WindowSums? Sums)
{
    /// <summary>Returns the block's rows of [n, width].</summary>
    public Tensor RowsOf(Tensor all) => all.narrow(0, Start, Count);

    /// <summary>Returns the block's rows of [n * pixels, channels].</summary>
    public Tensor PixelsOf(Tensor all) => all.narrow(0, Start * PixelCount, Count * PixelCount);
}
