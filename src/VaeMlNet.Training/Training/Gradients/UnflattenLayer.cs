using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Makes images, channels last, of rows with channel after channel.</summary>
/// <param name="image">Its shape.</param>
/// <param name="rowCount">n.</param>
internal sealed class UnflattenLayer(ImageShape image, long rowCount) : GradientLayer
{
    private readonly ChannelOrder order = new(image, rowCount);

    /// <summary>The shape of the images that a module makes of rows; null where it makes something else.</summary>
    public static ImageShape? FindImageShape(Unflatten module) =>
        module.dim is 1 or -1
        && module.unflattened_size is [> 0 and var channels, > 0 and var height, > 0 and var width]
            ? new((int)channels, (int)height, (int)width)
            : null;

    public override Tensor Forward(Tensor x) => order.ToChannelsLast(x);

    public override Tensor Backward(Tensor gradient) => order.ToChannelsFirst(gradient);
}
