using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// Calls layers in the precision of a training, with convolutions that read no memory without values. In mixed precision, linear layers and
/// convolutions are computed in bfloat16 and all others in float32, in the manner of PyTorch's autocast (Micikevicius et al. 2018 for float32 weights
/// beside rounded copies).
/// </summary>
/// <remarks>
/// On other devices than CUDA, oneDNN of libtorch 2.10 reads channels in blocks of 8 or 16. It does not clear the rest of the last block of a convolution's output gradient or of
/// a transposed convolution's input. The result then depends on what was in this memory before, and can be NaN. So these channels are filled with
/// zeros here.
/// </remarks>
internal static class LayerCall
{
    /// <summary>The number of channels that oneDNN reads at once with AVX-512. It is 8 with AVX2.</summary>
    private const long ChannelBlock = 16;

    /// <summary>Returns the output of layers, float32.</summary>
    /// <param name="layers">A layer, or a Sequential of layers.</param>
    /// <param name="input">The input.</param>
    /// <param name="isRounded">Whether matrix products and convolutions are computed in bfloat16.</param>
    public static Tensor Compute(nn.Module<Tensor, Tensor> layers, Tensor input, bool isRounded) =>
        ComputeLayers(layers, input, isRounded ? ScalarType.BFloat16 : ScalarType.Float32).to(ScalarType.Float32);

    private static Tensor ComputeLayers(nn.Module<Tensor, Tensor> layers, Tensor input, ScalarType type) =>
        layers switch
        {
            Sequential sequential => sequential
                .children()
                .Cast<nn.Module<Tensor, Tensor>>()
                .Aggregate(input, (x, layer) => ComputeLayers(layer, x, type)),
            Linear linear => nn.functional.linear(input.to(type), linear.weight!.to(type), linear.bias?.to(type)),
            Conv2d { padding_mode: PaddingModes.Zeros } convolution => Convolve(convolution, input.to(type)),
            TransposedConvolution { Convolution: var transposed } => Transpose(transposed, input.to(type)),
            ConvTranspose2d transposed => Transpose(transposed, input.to(type)),
            WithInput both => cat(
                [ComputeLayers(both.Layers, input, type).to(ScalarType.Float32), input.to(ScalarType.Float32)],
                1
            ),
            ReLU or LeakyReLU or Flatten or Unflatten => layers.call(input), // exact in any precision
            _ => layers.call(input.to(ScalarType.Float32)),
        };

    private static Tensor Convolve(Conv2d convolution, Tensor input)
    {
        var channels = convolution.weight.shape[0];
        var missing = is_grad_enabled() ? MissingChannels(channels, convolution.groups, input.device) : 0;
        var output = nn.functional.conv2d(
            input,
            Widen(convolution.weight.to(input.dtype), missing, axes: 4),
            convolution.bias is { } bias ? Widen(bias.to(input.dtype), missing, axes: 1) : null,
            convolution.stride,
            convolution.padding,
            convolution.dilation,
            convolution.groups
        );
        return missing == 0 ? output : output.narrow(1, 0, channels);
    }

    private static Tensor Transpose(ConvTranspose2d convolution, Tensor input)
    {
        var missing = MissingChannels(convolution.weight.shape[0], convolution.groups, input.device);
        return nn.functional.conv_transpose2d(
            Widen(input, missing, axes: 3),
            Widen(convolution.weight.to(input.dtype), missing, axes: 4),
            convolution.bias?.to(input.dtype),
            convolution.stride,
            convolution.padding,
            convolution.output_padding,
            convolution.dilation,
            convolution.groups
        );
    }

    /// <summary>Returns how many channels complete the last block. Those of groups stay as they are.</summary>
    private static long MissingChannels(long channels, long groups, Device device) =>
        device.type != DeviceType.CUDA && groups == 1 ? (ChannelBlock - (channels % ChannelBlock)) % ChannelBlock : 0;

    /// <summary>Returns values with zeros behind their last channel, which is on the first of the last axes.</summary>
    private static Tensor Widen(Tensor values, long missing, int axes) =>
        missing == 0 ? values : nn.functional.pad(values, [.. new long[(2 * axes) - 1], missing]);
}
