using TorchSharp.Modules;

namespace VaeMlNet;

/// <summary>
/// The windows of an image, one for each pixel of a smaller image: what a convolution looks at to compute that pixel, and
/// where a transposed convolution adds what it makes of that pixel.
/// </summary>
/// <param name="Image">The image that the windows are of: a convolution's input, a transposed one's output.</param>
/// <param name="Down">The windows from the top to the bottom.</param>
/// <param name="Right">The windows from the left to the right.</param>
internal sealed record WindowGrid(ImageShape Image, WindowAxis Down, WindowAxis Right)
{
    /// <summary>Gets the number of windows.</summary>
    public int Count => Down.Count * Right.Count;

    /// <summary>Gets how many numbers a window has.</summary>
    public int WindowSize => Down.Size * Right.Size * Image.Channels;

    /// <summary>The windows of a layer whose input is an image; null for settings that are not computed as windows.</summary>
    public static WindowGrid? TryCreate(Convolution layer, ImageShape input)
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
        return new(image, Axis(layer, 0, image.Height, pixels.Height), Axis(layer, 1, image.Width, pixels.Width));
    }

    /// <summary>The image that the layer of these windows gives.</summary>
    public ImageShape OutputOf(Convolution layer) =>
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
