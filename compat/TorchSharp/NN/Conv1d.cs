using static TorchSharp.torch;

namespace TorchSharp.Modules;

public sealed class Conv1d : Convolution
{
    internal Conv1d(
        long in_channels,
        long out_channels,
        long kernel_size,
        long stride,
        long? padding,
        Padding? padding_type,
        long dilation,
        PaddingModes padding_mode,
        long groups,
        bool bias,
        Device device,
        ScalarType? dtype
    )
        : base(
            nameof(Conv1d),
            in_channels,
            out_channels,
            [kernel_size],
            [stride],
            padding.HasValue ? [padding.Value] : null,
            padding_type,
            [dilation],
            false,
            [0],
            groups,
            bias,
            padding_mode,
            device,
            dtype
        ) { }

    public override Tensor forward(Tensor input)
    {
        ThrowIfOtherShape(input, 1);
        if (padding_mode != PaddingModes.Zeros)
        {
            using var padded = nn.functional.pad(input, BothSides(), padding_mode);
            return nn.functional.conv1d(padded, weight, bias, stride[0], 0, dilation[0], groups);
        }

        return padding_type.HasValue
            ? nn.functional.conv1d_padding(input, weight, bias, stride[0], padding_type.Value, dilation[0], groups)
            : nn.functional.conv1d(input, weight, bias, stride[0], padding[0], dilation[0], groups);
    }
}
