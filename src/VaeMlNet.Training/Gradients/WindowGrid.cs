using TorchSharp.Modules;

namespace VaeMlNet;

/// <summary>
/// The windows of an image, one for each pixel of a smaller image: what a convolution looks at to compute that pixel, and
/// where a transposed convolution adds what it makes of that pixel.
/// </summary>
/// <param name="Image">The image that the windows are of: a convolution's input, a transposed one's output.</param>
/// <param name="Pixels">Height and width of the smaller image, one window for each pixel.</param>
/// <param name="Kernel">Height and width of a window.</param>
/// <param name="Stride">From one window to the next, down and to the right.</param>
/// <param name="Padding">How far the first window stands outside, above and to the left.</param>
internal sealed record WindowGrid(
    ImageShape Image,
    (int Height, int Width) Pixels,
    (int Height, int Width) Kernel,
    (int Height, int Width) Stride,
    (int Height, int Width) Padding
)
{
    /// <summary>Gets the number of windows.</summary>
    public int Count => Pixels.Height * Pixels.Width;

    /// <summary>Gets how many numbers a window has.</summary>
    public int WindowSize => Kernel.Height * Kernel.Width * Image.Channels;

    /// <summary>Gets the size of an image with all that its windows reach. With output padding it ends after the last window.</summary>
    public (int Height, int Width) PaddedSize =>
        (
            PaddedLength(Image.Height, Pixels.Height, Kernel.Height, Stride.Height, Padding.Height),
            PaddedLength(Image.Width, Pixels.Width, Kernel.Width, Stride.Width, Padding.Width)
        );

    /// <summary>The windows of a layer whose input is an image; null for settings that are not computed as windows.</summary>
    public static WindowGrid? Of(Convolution layer, ImageShape input)
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

        var output = new ImageShape((int)layer.out_channels, (int)height, (int)width);
        var (image, pixels) = layer.transposed ? (output, input) : (input, output);
        return new(
            image,
            (pixels.Height, pixels.Width),
            Pair(layer.kernel_size),
            Pair(layer.stride),
            Pair(layer.padding)
        );
    }

    /// <summary>The image that the layer of these windows gives.</summary>
    public ImageShape OutputOf(Convolution layer) =>
        layer.transposed ? Image : new((int)layer.out_channels, Pixels.Height, Pixels.Width);

    private static int PaddedLength(int image, int windows, int kernel, int stride, int padding) =>
        Math.Max(padding + image, ((windows - 1) * stride) + kernel);

    private static bool HasPlainSettings(Convolution layer) =>
        layer.padding_mode == TorchSharp.PaddingModes.Zeros
        && layer.padding_type is null
        && layer.groups == 1
        && layer.dilation.All(step => step == 1)
        && (!layer.transposed || layer.output_padding.Zip(layer.stride).All(pair => pair.First < pair.Second));

    private static long OutputSize(Convolution layer, int axis, long size)
    {
        var (kernel, stride, padding) = (layer.kernel_size[axis], layer.stride[axis], layer.padding[axis]);
        if (layer.transposed)
        {
            return ((size - 1) * stride) - (2 * padding) + kernel + layer.output_padding[axis];
        }

        var free = size + (2 * padding) - kernel;
        return free < 0 ? 0 : (free / stride) + 1;
    }

    private static (int Height, int Width) Pair(long[] values) => ((int)values[0], (int)values[1]);
}
