using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Creates the layers of a convolutional network.</summary>
internal static class ConvolutionalLayers
{
    /// <summary>Creates the encoder: [N, C*H*W] -> [N, hidden].</summary>
    public static (Sequential Module, int HiddenDim) NewEncoder(ConvolutionalNetworkOptions options)
    {
        var layers = new LayerList(options.Activation, dropout: 0);
        var image = options.Image;
        layers.Add("image", nn.Unflatten(1, [image.Channels, image.Height, image.Width])); // [N, C, H, W]
        int[] channels = [image.Channels, .. options.Filters];
        long padding = options.KernelSize / 2;
        for (var i = 1; i < channels.Length; i++)
        {
            var convolution = nn.Conv2d(channels[i - 1], channels[i], options.KernelSize, options.Stride, padding);
            layers.AddConvolution(i, convolution);
        }

        var width = checked((int)Sizes(options)[^1].Size);
        layers.Add("flat", nn.Flatten()).AddHidden([width, .. options.HiddenDims]);
        return (layers.ToSequential(), options.HiddenDims is [.., var last] ? last : width);
    }

    /// <summary>Creates the decoder: [N, Z] -> [N, C*H*W]. Its image can have more channels than the encoder's.</summary>
    public static Sequential NewDecoder(ConvolutionalNetworkOptions options, int latentWidth, VaeImageShape image)
    {
        var layers = new LayerList(options.Activation, dropout: 0);
        var sizes = Sizes(options);
        var smallest = sizes[^1];
        layers
            .AddHidden([latentWidth, .. options.HiddenDims.Reverse(), checked((int)smallest.Size)])
            .Add("image", nn.Unflatten(1, [smallest.Channels, smallest.Height, smallest.Width]));
        for (var i = sizes.Length - 1; i > 1; i--)
        {
            layers.AddConvolution(i, NewTransposed(options, sizes[i], sizes[i - 1]));
        }

        return layers
            .Add("output", NewTransposed(options, sizes[1], image)) // [N, C, H, W]
            .Add("flat", nn.Flatten())
            .ToSequential();
    }

    /// <summary>Returns the shapes of the image before the first convolution and after each convolution.</summary>
    private static VaeImageShape[] Sizes(ConvolutionalNetworkOptions options)
    {
        List<VaeImageShape> sizes = [options.Image];
        foreach (var filters in options.Filters)
        {
            var before = sizes[^1];
            sizes.Add(new(filters, Shrink(before.Height, options.Stride), Shrink(before.Width, options.Stride)));
        }

        return [.. sizes];
    }

    // With k odd and padding (k - 1) / 2: floor((n - 1) / stride) + 1 pixels.
    private static int Shrink(int pixels, int stride) => ((pixels - 1) / stride) + 1;

    private static nn.Module<Tensor, Tensor> NewTransposed(
        ConvolutionalNetworkOptions options,
        VaeImageShape from,
        VaeImageShape to
    )
    {
        long kernel = options.KernelSize;
        long stride = options.Stride;
        var padding = kernel / 2;
        // Several sizes shrink to the same size. The output padding selects the right one; it is always less than the stride.
        var restored = ((to.Height - 1) % stride, (to.Width - 1) % stride);
        var convolution = nn.ConvTranspose2d(
            from.Channels,
            to.Channels,
            (kernel, kernel),
            (stride, stride),
            (padding, padding),
            restored
        );
        return restored.Item1 == restored.Item2 ? convolution : new TransposedConvolution(convolution);
    }
}
