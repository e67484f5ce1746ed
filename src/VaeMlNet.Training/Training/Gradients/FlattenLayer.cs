using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Converts channels-last images to rows, channel after channel.</summary>
internal sealed class FlattenLayer(VaeImageShape image, long rowCount) : GradientLayer
{
    private readonly ChannelOrder order = new(image, rowCount);

    /// <summary>Returns whether a module flattens images to rows, [N, C, H, W] -> [N, C*H*W].</summary>
    public static bool Supports(Flatten module) => module is { start_dim: 1, end_dim: -1 or 3 };

    public override Tensor Forward(Tensor x) => order.ToChannelsFirst(x);

    public override Tensor Backward(Tensor gradient) => order.ToChannelsLast(gradient);
}

/// <summary>Converts rows, channel after channel, to channels-last images.</summary>
internal sealed class UnflattenLayer(VaeImageShape image, long rowCount) : GradientLayer
{
    private readonly ChannelOrder order = new(image, rowCount);

    /// <summary>Returns the shape of the images that a module creates from rows; null if it creates something else.</summary>
    public static VaeImageShape? FindImageShape(Unflatten module) =>
        module.dim is 1 or -1
        && module.unflattened_size is [> 0 and var channels, > 0 and var height, > 0 and var width]
            ? new((int)channels, (int)height, (int)width)
            : null;

    public override Tensor Forward(Tensor x) => order.ToChannelsLast(x.contiguous());

    public override Tensor Backward(Tensor gradient) => order.ToChannelsFirst(gradient);
}

/// <summary>Converts images between channels-first and channels-last order. Images of one channel are the same in both.</summary>
internal sealed class ChannelOrder
{
    private readonly int channels;
    private readonly int pixels; // H * W
    private readonly Tensor? first; // [n, C * H * W]
    private readonly Tensor? last; // [n, H * W * C]

    public ChannelOrder(VaeImageShape image, long rowCount)
    {
        (channels, pixels) = (image.Channels, image.Height * image.Width);
        if (channels > 1)
        {
            first = empty(rowCount, image.Size);
            last = empty(rowCount, image.Size);
        }
    }

    /// <summary>Converts [n, C * H * W] to [n, H * W * C].</summary>
    public Tensor ToChannelsLast(Tensor images) => last is null ? images : Exchange(images, last, channels, pixels);

    /// <summary>Converts [n, H * W * C] to [n, C * H * W].</summary>
    public Tensor ToChannelsFirst(Tensor images) => first is null ? images : Exchange(images, first, pixels, channels);

    // Each image is a matrix.
    private static Tensor Exchange(Tensor images, Tensor result, int rowCount, int width)
    {
        var from = TensorValues.Memory(images);
        var to = TensorValues.Memory(result);
        for (var start = 0; start < to.Length; start += rowCount * width)
        {
            MatrixTransposition.Copy(from[start..], width, to[start..], rowCount, rowCount, width);
        }

        return result;
    }
}
