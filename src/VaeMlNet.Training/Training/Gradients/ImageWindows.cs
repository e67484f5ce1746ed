using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>The windows of the images of some rows, as a matrix.</summary>
internal sealed class ImageWindows
{
    private readonly WindowGrid grid;
    private readonly long[] imageShape;
    private readonly Tensor images; // [n, H, W, C], surrounded by margins of zeros
    private readonly Tensor windows; // [n, rows, columns, KH, KW, C], a view of images and margins with overlapping windows
    private readonly Tensor copies; // of the same shape, with separate windows

    /// <param name="grid">The windows of one image.</param>
    /// <param name="rowCount">n.</param>
    public ImageWindows(WindowGrid grid, long rowCount)
    {
        this.grid = grid;
        var (channels, height, width) = grid.Image;
        var (down, right) = (grid.Down, grid.Right);
        imageShape = [rowCount, height, width, channels];
        var padded = zeros(rowCount, down.PaddedLength, right.PaddedLength, channels);
        images = padded.narrow(1, down.Padding, height).narrow(2, right.Padding, width);
        windows = padded
            .unfold(1, down.Size, down.Stride)
            .unfold(2, right.Size, right.Stride) // [n, rows, columns, C, KH, KW]
            .narrow(1, 0, down.Count)
            .narrow(2, 0, right.Count)
            .permute(0, 1, 2, 4, 5, 3);
        if (channels > 1)
        {
            copies = empty(windows.shape);
            Matrix = copies.view(-1, grid.WindowSize);
        }
        else // one place of all windows after the other: within a window only KW numbers stand together
        {
            var places = empty([down.Size, right.Size, 1, rowCount, down.Count, right.Count]);
            copies = places.permute(3, 4, 5, 0, 1, 2);
            Matrix = places.view(grid.WindowSize, -1).t();
        }
    }

    /// <summary>Gets the matrix with one row for each window, [n * windows, KH * KW * C].</summary>
    public Tensor Matrix { get; }

    /// <summary>Writes the windows of images to <see cref="Matrix"/>.</summary>
    /// <param name="source">[n, H * W * C].</param>
    public void CopyFrom(Tensor source)
    {
        images.copy_(source.view(imageShape));
        copies.copy_(windows);
    }

    /// <summary>Prepares to sum the windows of <see cref="Matrix"/> into images.</summary>
    /// <param name="target">[n, H * W * C].</param>
    public WindowSums SumsIn(Tensor target) => new(grid, copies, target.view(imageShape));
}
