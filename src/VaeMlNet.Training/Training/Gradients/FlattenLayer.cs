using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Converts channels-last images to rows, channel after channel.</summary>
/// <param name="image">The shape of the images.</param>
/// <param name="rowCount">n.</param>
internal sealed class FlattenLayer(VaeImageShape image, long rowCount) : GradientLayer
{
    private readonly ChannelOrder order = new(image, rowCount);

    /// <summary>Returns whether a module flattens images to rows, [N, C, H, W] -> [N, C*H*W].</summary>
    public static bool Supports(Flatten module) => module is { start_dim: 1, end_dim: -1 or 3 };

    public override Tensor Forward(Tensor x) => order.ToChannelsFirst(x);

    public override Tensor Backward(Tensor gradient) => order.ToChannelsLast(gradient);
}

/// <summary>Converts rows, channel after channel, to channels-last images.</summary>
/// <param name="image">The shape of the images.</param>
/// <param name="rowCount">n.</param>
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
