using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// The windows of an image, one for each pixel of a smaller image. A convolution reads a window to compute its pixel; a
/// transposed convolution adds its result for a pixel to the window.
/// </summary>
/// <param name="Image">The image with the windows: the input of a convolution, or the output of a transposed convolution.</param>
/// <param name="Down">The windows from top to bottom.</param>
/// <param name="Right">The windows from left to right.</param>
internal sealed record WindowGrid(VaeImageShape Image, WindowAxis Down, WindowAxis Right)
{
    /// <summary>Gets the number of windows.</summary>
    public int Count => Down.Count * Right.Count;

    /// <summary>Gets the number of values in a window.</summary>
    public int WindowSize => Down.Size * Right.Size * Image.Channels;

    /// <summary>Creates the windows of a layer whose input is an image; null if the layer's settings are not supported.</summary>
    public static WindowGrid? TryCreate(Convolution layer, VaeImageShape input)
    {
        if (layer is not (Conv2d or ConvTranspose2d) || layer.in_channels != input.Channels || !HasPlainSettings(layer))
        {
            return null;
        }

        var height = OutputSize(layer, 0, input.Height);
        var width = OutputSize(layer, 1, input.Width);
        if (height < 1 || width < 1)
        {
            return null;
        }

        var output = new VaeImageShape((int)layer.out_channels, (int)height, (int)width);
        var (image, pixels) = layer.transposed ? (output, input) : (input, output);
        return new(image, Axis(layer, 0, image.Height, pixels.Height), Axis(layer, 1, image.Width, pixels.Width));
    }

    public VaeImageShape OutputOf(Convolution layer) =>
        layer.transposed ? Image : new((int)layer.out_channels, Down.Count, Right.Count);

    private static bool HasPlainSettings(Convolution layer) =>
        layer.padding_mode == TorchSharp.PaddingModes.Zeros
        && layer.groups == 1
        && layer.dilation.All(step => step == 1)
        && layer.padding is not null
        && (!layer.transposed || layer.output_padding.Zip(layer.stride).All(pair => pair.First < pair.Second));

    private static long OutputSize(Convolution layer, int axis, long size)
    {
        var (kernel, stride, padding) = (layer.kernel_size[axis], layer.stride[axis], layer.padding![axis]);
        if (layer.transposed)
        {
            return ((size - 1) * stride) - (2 * padding) + kernel + layer.output_padding[axis];
        }

        var free = size + (2 * padding) - kernel;
        return free < 0 ? 0 : (free / stride) + 1;
    }

    private static WindowAxis Axis(Convolution layer, int axis, int length, int count) =>
        new(length, count, (int)layer.kernel_size[axis], (int)layer.stride[axis], (int)layer.padding![axis]);
}

/// <summary>The windows of an image along one of its sides.</summary>
/// <param name="Length">The length of the image's side.</param>
/// <param name="Count">The number of windows.</param>
/// <param name="Size">The length of a window.</param>
/// <param name="Stride">The distance from one window to the next.</param>
/// <param name="Padding">The distance by which the first window begins outside the image.</param>
internal readonly record struct WindowAxis(int Length, int Count, int Size, int Stride, int Padding)
{
    /// <summary>Returns the places of a window that are pixels of the image.</summary>
    public Run PlacesOf(int window)
    {
        var pixel = (window * Stride) - Padding; // at the first place
        var first = Math.Max(0, -pixel);
        return new(first, Math.Max(0, Math.Min(Size, Length - pixel) - first), pixel + first);
    }

    /// <summary>Returns the windows in which a place is a pixel of the image.</summary>
    public Run WindowsOf(int place)
    {
        var pixel = place - Padding; // in the first window
        var first = (Math.Max(0, -pixel) + Stride - 1) / Stride;
        var end = Math.Min(Count, (Math.Max(0, Length - pixel) + Stride - 1) / Stride);
        return new(first, Math.Max(0, end - first), pixel + (first * Stride));
    }

    /// <summary>Neighboring places of a window, or windows with the same place.</summary>
    internal readonly record struct Run(int First, int Count, int Pixel);
}

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

    /// <summary>Returns the pixels of the block's rows of [n, pixels * channels], one in each row: [block's pixels, channels].</summary>
    public Tensor PixelsOf(Tensor all) => all.narrow(0, Start, Count).view(Count * PixelCount, -1);
}
