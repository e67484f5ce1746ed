using static TorchSharp.torch;

namespace VaeMlNet;

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
