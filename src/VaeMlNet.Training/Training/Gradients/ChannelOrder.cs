using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Converts images between channels-first and channels-last order. Images of one channel are the same in both.</summary>
internal sealed class ChannelOrder
{
    private readonly long[] firstShape;
    private readonly long[] lastShape;
    private readonly Tensor? first; // [n, C * H * W]
    private readonly Tensor? last; // [n, H * W * C]

    public ChannelOrder(ImageShape image, long rowCount)
    {
        firstShape = [rowCount, image.Channels, image.Height, image.Width];
        lastShape = [rowCount, image.Height, image.Width, image.Channels];
        if (image.Channels > 1)
        {
            first = empty(rowCount, image.Size);
            last = empty(rowCount, image.Size);
        }
    }

    /// <summary>Converts [n, C * H * W] to [n, H * W * C].</summary>
    public Tensor ToChannelsLast(Tensor images)
    {
        last?.view(lastShape).copy_(images.view(firstShape).permute(0, 2, 3, 1));
        return last ?? images;
    }

    /// <summary>Converts [n, H * W * C] to [n, C * H * W].</summary>
    public Tensor ToChannelsFirst(Tensor images)
    {
        first?.view(firstShape).copy_(images.view(lastShape).permute(0, 3, 1, 2));
        return first ?? images;
    }
}
