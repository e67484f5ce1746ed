using TorchSharp.Modules;

namespace VaeMlNet;

/// <summary>
/// The windows of an image, one for each pixel of a smaller image. A convolution reads a window to compute its pixel; a
/// transposed convolution adds its result for a pixel to the window.
/// </summary>
/// <param name="Image">The image with the windows: the input of a convolution, or the output of a transposed convolution.</param>
/// <param name="Down">The windows from top to bottom.</param>
/// <param name="Right">The windows from left to right.</param>
internal sealed record WindowGrid(ImageShape Image, WindowAxis Down, WindowAxis Right)
{
    /// <summary>Gets the number of windows.</summary>
    public int Count => Down.Count * Right.Count;

    /// <summary>Gets the number of values in a window.</summary>
    public int WindowSize => Down.Size * Right.Size * Image.Channels;

    /// <summary>Creates the windows of a layer whose input is an image; null if the layer's settings are not supported.</summary>
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

    /// <summary>Returns the shape of the output of the layer with these windows.</summary>
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
