using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// Converts channels-last images to rows, channel after channel, or such rows to channels-last images. Images of one channel are the same in both
/// orders.
/// </summary>
internal sealed class ImageOrderLayer : GradientLayer
{
    private readonly (int Rows, int Width) matrix; // Each image of the input is one: channels and pixels, or pixels and channels.
    private readonly Tensor? output; // [n, image]
    private readonly Tensor? inputGradient; // [n, image]

    /// <param name="image">The shape of the images.</param>
    /// <param name="rowCount">n.</param>
    /// <param name="isFlatten">Whether the input are the images, and otherwise the rows.</param>
    public ImageOrderLayer(VaeImageShape image, long rowCount, bool isFlatten)
    {
        var (channels, pixels) = (image.Channels, image.Height * image.Width);
        matrix = isFlatten ? (pixels, channels) : (channels, pixels);
        if (channels > 1)
        {
            output = empty(rowCount, image.Size);
            inputGradient = empty(rowCount, image.Size);
        }
    }

    /// <summary>Returns whether a module flattens images to rows, [N, C, H, W] -> [N, C*H*W].</summary>
    public static bool Supports(Flatten module) => module is { start_dim: 1, end_dim: -1 or 3 };

    /// <summary>Returns the shape of the images that a module creates from rows; null if it creates something else.</summary>
    public static VaeImageShape? FindImageShape(Unflatten module) =>
        module.dim is 1 or -1
        && module.unflattened_size is [> 0 and var channels, > 0 and var height, > 0 and var width]
            ? new((int)channels, (int)height, (int)width)
            : null;

    public override Tensor Forward(Tensor x) => Exchange(x.contiguous(), output, matrix.Rows, matrix.Width);

    public override Tensor Backward(Tensor gradient) => Exchange(gradient, inputGradient, matrix.Width, matrix.Rows);

    private static Tensor Exchange(Tensor images, Tensor? result, int rowCount, int width)
    {
        if (result is null)
        {
            return images;
        }

        MatrixTransposition.CopyEach(TensorValues.Memory(images), TensorValues.Memory(result), rowCount, width);
        return result;
    }
}
