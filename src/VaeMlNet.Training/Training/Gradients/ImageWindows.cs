using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace VaeMlNet;

/// <summary>The windows of the images of some rows, as a matrix.</summary>
internal sealed class ImageWindows
{
    private readonly WindowGrid grid;
    private readonly int rowCount;
    private readonly Tensor values; // the numbers of the matrix, as they lie in memory
    private readonly WindowAxis.Run[] right;
    private readonly WindowAxis.Run[] down;

    public ImageWindows(WindowGrid grid, long rowCount)
    {
        (this.grid, this.rowCount) = (grid, (int)rowCount);
        if (IsByPlace)
        {
            values = empty(grid.WindowSize, rowCount * grid.Count);
            Matrix = values.t();
            right = [.. Enumerable.Range(0, grid.Right.Size).Select(grid.Right.WindowsOf)];
            down = [.. Enumerable.Range(0, grid.Down.Size).Select(grid.Down.WindowsOf)];
        }
        else
        {
            values = Matrix = empty(rowCount * grid.Count, grid.WindowSize);
            right = [.. Enumerable.Range(0, grid.Right.Count).Select(grid.Right.PlacesOf)];
            down = [.. Enumerable.Range(0, grid.Down.Count).Select(grid.Down.PlacesOf)];
        }
    }

    /// <summary>Computes with windows and images.</summary>
    private interface IPass
    {
        static abstract void Begin(Span<float> images);

        /// <summary>Computes with numbers of windows and of an image, where they are a number of places apart.</summary>
        static abstract void Inside(Span<float> windows, Span<float> image, int distance);

        /// <summary>Computes with numbers of windows that are outside of the image.</summary>
        static abstract void Outside(Span<float> windows);
    }

    /// <summary>Gets the matrix with one row for each window, [n * windows, KH * KW * C].</summary>
    public Tensor Matrix { get; }

    // With one channel, only KW numbers of a window stand together. All windows' numbers at a place make longer loops.
    private bool IsByPlace => grid.Image.Channels == 1;

    /// <summary>Writes the windows of images to <see cref="Matrix"/>, with zeros outside of the images.</summary>
    /// <param name="images">[n, H, W, C].</param>
    public void CopyFrom(Span<float> images) => Visit<Copy>(images);

    /// <summary>Overwrites images with the sums of the windows in <see cref="Matrix"/>.</summary>
    /// <param name="images">[n, H, W, C].</param>
    public void SumInto(Span<float> images) => Visit<Sum>(images);

    private void Visit<TPass>(Span<float> images)
        where TPass : struct, IPass
    {
        var windows = TensorValues.Memory(values);
        if (IsByPlace)
        {
            VisitByPlace<TPass>(windows, images);
        }
        else
        {
            VisitByWindow<TPass>(windows, images);
        }
    }

    private void VisitByWindow<TPass>(Span<float> windows, Span<float> images)
        where TPass : struct, IPass
    {
        var (channels, height, width) = grid.Image;
        var length = grid.Right.Size * channels; // of a row of a window
        for (var row = 0; row < rowCount; row++)
        {
            var image = images.Slice(row * height * width * channels, height * width * channels);
            TPass.Begin(image);
            foreach (var (firstRow, rows, pixelRow) in down)
            {
                foreach (var (first, count, pixel) in right)
                {
                    for (var place = 0; place < grid.Down.Size; place++, windows = windows[length..])
                    {
                        if (place < firstRow || place >= firstRow + rows || count == 0)
                        {
                            TPass.Outside(windows[..length]);
                            continue;
                        }

                        if (count < grid.Right.Size)
                        {
                            TPass.Outside(windows[..(first * channels)]);
                            TPass.Outside(windows[((first + count) * channels)..length]);
                        }

                        TPass.Inside(
                            windows.Slice(first * channels, count * channels),
                            image[((((pixelRow + place - firstRow) * width) + pixel) * channels)..],
                            1
                        );
                    }
                }
            }
        }
    }

    private void VisitByPlace<TPass>(Span<float> windows, Span<float> images)
        where TPass : struct, IPass
    {
        var (_, height, width) = grid.Image;
        TPass.Begin(images);
        var (columns, stride) = (grid.Right.Count, grid.Right.Stride);
        foreach (var (firstRow, rows, pixelRow) in down)
        {
            foreach (var (first, count, pixel) in right)
            {
                for (var row = 0; row < rowCount; row++)
                {
                    var image = images.Slice(row * height * width, height * width);
                    for (var window = 0; window < grid.Down.Count; window++, windows = windows[columns..])
                    {
                        if (window < firstRow || window >= firstRow + rows || count == 0)
                        {
                            TPass.Outside(windows[..columns]);
                            continue;
                        }

                        TPass.Outside(windows[..first]);
                        TPass.Outside(windows[(first + count)..columns]);
                        TPass.Inside(
                            windows.Slice(first, count),
                            image[(((pixelRow + ((window - firstRow) * grid.Down.Stride)) * width) + pixel)..],
                            stride
                        );
                    }
                }
            }
        }
    }

    private readonly struct Copy : IPass
    {
        public static void Begin(Span<float> images) { }

        public static void Inside(Span<float> windows, Span<float> image, int distance)
        {
            if (distance == 1)
            {
                image[..windows.Length].CopyTo(windows);
                return;
            }

            for (var i = 0; i < windows.Length; i++)
            {
                windows[i] = image[i * distance];
            }
        }

        public static void Outside(Span<float> windows) => windows.Clear();
    }

    private readonly struct Sum : IPass
    {
        public static void Begin(Span<float> images) => images.Clear();

        public static void Inside(Span<float> windows, Span<float> image, int distance)
        {
            if (distance == 1)
            {
                var sums = image[..windows.Length];
                TensorPrimitives.Add(sums, windows, sums);
                return;
            }

            for (var i = 0; i < windows.Length; i++)
            {
                image[i * distance] += windows[i];
            }
        }

        public static void Outside(Span<float> windows) { }
    }
}
