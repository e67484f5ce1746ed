using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>Sums overlapping windows into images.</summary>
internal sealed class WindowSums
{
    private readonly Tensor images; // [n, H, W, C]
    private readonly Tensor? first; // all pixels of the images, in the order of windows that lie side by side
    private readonly Tensor? firstTerms;
    private readonly List<(Tensor Sums, Tensor Terms)> others = []; // views of images and of windows

    /// <param name="grid">The windows of one image.</param>
    /// <param name="windows">[n, rows, columns, KH, KW, C].</param>
    /// <param name="images">The sums, [n, H, W, C].</param>
    public WindowSums(WindowGrid grid, Tensor windows, Tensor images)
    {
        this.images = images;
        // Parts of windows that are no larger than the stride do not overlap, so that each part needs one addition for all
        // windows. With a single channel, the parts are single pixels, in the order of these windows.
        var isSingle = grid.Image.Channels == 1;
        foreach (var down in grid.Down.Runs(isSingle ? 1 : grid.Down.Stride))
        {
            foreach (var right in grid.Right.Runs(isSingle ? 1 : grid.Right.Stride))
            {
                var sums = Side(Side(images, 1, grid.Down, down), 2, grid.Right, right).permute(0, 1, 2, 4, 5, 3);
                var terms = Side(Side(windows, 1, down), 2, right);
                if (first is null && grid.Down.IsWhole(down) && grid.Right.IsWhole(right))
                {
                    (first, firstTerms) = (sums, terms);
                }
                else
                {
                    others.Add((sums, terms));
                }
            }
        }
    }

    /// <summary>Overwrites the images with the sums of the windows.</summary>
    public void Compute()
    {
        _ = first is null ? images.zero_() : first.copy_(firstTerms!);
        foreach (var (sums, terms) in others)
        {
            sums.add_(terms, Held(1));
        }
    }

    // Splits pixels along one side into windows and places, with a new last dimension.
    private static Tensor Side(Tensor images, long dimension, WindowAxis axis, WindowAxis.Run run) =>
        images
            .narrow(dimension, run.Pixel, ((run.WindowCount - 1) * axis.Stride) + run.PlaceCount)
            .unfold(dimension, run.PlaceCount, axis.Stride);

    private static Tensor Side(Tensor windows, long dimension, WindowAxis.Run run) =>
        windows.narrow(dimension, run.Window, run.WindowCount).narrow(dimension + 2, run.Place, run.PlaceCount);
}
