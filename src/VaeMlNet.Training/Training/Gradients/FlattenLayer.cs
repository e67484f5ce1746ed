using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Converts channels-last images to rows, channel after channel.</summary>
/// <param name="image">The shape of the images.</param>
/// <param name="rowCount">n.</param>
internal sealed class FlattenLayer(ImageShape image, long rowCount) : GradientLayer
{
    private readonly ChannelOrder order = new(image, rowCount);

    /// <summary>Returns whether a module flattens images to rows, [N, C, H, W] -> [N, C*H*W].</summary>
    public static bool Supports(Flatten module) => module is { start_dim: 1, end_dim: -1 or 3 };

    public override Tensor Forward(Tensor x) => order.ToChannelsFirst(x);

    public override Tensor Backward(Tensor gradient) => order.ToChannelsLast(gradient);
}
