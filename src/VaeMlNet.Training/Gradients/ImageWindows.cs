using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>The windows of the images of some rows, copied to a matrix and added up from one.</summary>
internal sealed class ImageWindows
{
    private readonly Tensor padded; // [n, H + margins, W + margins, C]
    private readonly Tensor images; // [n, H, W, C], a view of padded
    private readonly Tensor windows; // [n, rows, columns, KH, KW, C], a view of padded in which windows overlap
    private readonly Tensor copies; // of the same shape, each window by itself
    private readonly (Tensor Sums, Tensor Terms)[] parts; // views of windows and of copies
    private readonly long[] imageShape;

    /// <param name="grid">The windows of one image.</param>
    /// <param name="rowCount">n.</param>
    public ImageWindows(WindowGrid grid, long rowCount)
    {
        var (channels, height, width) = grid.Image;
        imageShape = [rowCount, height, width, channels];
        var (paddedHeight, paddedWidth) = grid.PaddedSize;
        padded = empty(rowCount, paddedHeight, paddedWidth, channels);
        images = padded.narrow(1, grid.Padding.Height, height).narrow(2, grid.Padding.Width, width);
        long[] pixels = [rowCount, grid.Pixels.Height, grid.Pixels.Width];
        long[] kernel = [grid.Kernel.Height, grid.Kernel.Width];
        long line = paddedWidth * channels;
        windows = padded.as_strided(
            [.. pixels, .. kernel, channels],
            [paddedHeight * line, grid.Stride.Height * line, grid.Stride.Width * channels, line, channels, 1]
        );
        if (channels > 1)
        {
            copies = empty([.. pixels, .. kernel, channels]);
            Matrix = copies.view(-1, grid.WindowSize);
            parts = [.. Parts(grid.Kernel, grid.Stride)];
        }
        else // one place of all windows after the other: within a window only KW numbers stand together
        {
            var places = empty([.. kernel, 1, .. pixels]);
            copies = places.permute(3, 4, 5, 0, 1, 2);
            Matrix = places.view(grid.WindowSize, -1).t();
            parts = [.. Parts(grid.Kernel, (1, 1))];
        }
    }

    /// <summary>Gets a row for each window, [n * windows, KH * KW * C].</summary>
    public Tensor Matrix { get; }

    /// <summary>Writes the windows of images to <see cref="Matrix"/>.</summary>
    /// <param name="source">[n, H * W * C].</param>
    public void CopyFrom(Tensor source)
    {
        padded.zero_(); // the margins, which sums may have left full
        images.copy_(source.view(imageShape));
        copies.copy_(windows);
    }

    /// <summary>Adds the windows of <see cref="Matrix"/> up to images.</summary>
    /// <param name="target">[n, H * W * C].</param>
    public void AddUpTo(Tensor target)
    {
        padded.zero_();
        foreach (var (sums, terms) in parts)
        {
            sums.add_(terms);
        }

        target.view(imageShape).copy_(images);
    }

    // Parts of windows no larger than the stride do not overlap, so each is one addition for all windows.
    private IEnumerable<(Tensor Sums, Tensor Terms)> Parts(
        (int Height, int Width) kernel,
        (int Height, int Width) largest
    )
    {
        for (var down = 0; down < kernel.Height; down += largest.Height)
        {
            for (var right = 0; right < kernel.Width; right += largest.Width)
            {
                var (top, left) = (down, right);
                var height = Math.Min(largest.Height, kernel.Height - down);
                var width = Math.Min(largest.Width, kernel.Width - right);
                Tensor Of(Tensor all) => all.narrow(3, top, height).narrow(4, left, width);
                yield return (Of(windows), Of(copies));
            }
        }
    }
}
