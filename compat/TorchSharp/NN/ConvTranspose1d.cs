using static TorchSharp.torch;

namespace TorchSharp.Modules;

public sealed class ConvTranspose1d : ConvolutionTranspose
{
    internal ConvTranspose1d(
        long in_channels,
        long out_channels,
        long kernel_size,
        long stride,
        long padding,
        long output_padding,
        long dilation,
        PaddingModes padding_mode,
        long groups,
        bool bias,
        Device device,
        ScalarType? dtype
    )
        : base(
            nameof(ConvTranspose1d),
            in_channels,
            out_channels,
            [kernel_size],
            [stride],
            [padding],
            [dilation],
            [output_padding],
            groups,
            bias,
            padding_mode,
            device,
            dtype
        ) { }

    public override Tensor forward(Tensor input, long[] output_size)
    {
        ThrowIfOtherShape(input, 1);
        return nn.functional.conv_transpose1d(
            input,
            weight,
            bias,
            stride[0],
            padding[0],
            OutputPaddingFor(input, output_size, 1)[0],
            dilation[0],
            groups
        );
    }
}
