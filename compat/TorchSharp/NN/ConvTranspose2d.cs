using static TorchSharp.torch;

namespace TorchSharp.Modules;

public abstract class ConvolutionTranspose : Convolution
{
    private protected ConvolutionTranspose(
        string name,
        long in_channels,
        long out_channels,
        long[] kernel_size,
        long[] stride,
        long[] padding,
        long[] dilation,
        long[] output_padding,
        long groups,
        bool bias,
        PaddingModes padding_mode,
        Device device,
        ScalarType? dtype
    )
        : base(
            name,
            in_channels,
            out_channels,
            kernel_size,
            stride,
            padding,
            null,
            dilation,
            true,
            output_padding,
            groups,
            bias,
            padding_mode,
            device,
            dtype
        ) { }

    public override Tensor forward(Tensor input) => forward(input, null);

    public abstract Tensor forward(Tensor input, long[] output_size);

    /// <summary>Returns the output padding that gives the requested output size.</summary>
    /// <remarks>
    /// Without a size TorchSharp 0.107 takes the first axis' output padding for every axis.
    /// </remarks>
    private protected long[] OutputPaddingFor(Tensor input, long[] output_size, int dimensions)
    {
        if (output_size is null)
        {
            return [output_padding[0]];
        }

        var inputSize = input.shape[^dimensions..];
        if (output_size.Length == input.Dimensions)
        {
            output_size = output_size[^dimensions..];
        }

        if (output_size.Length != dimensions)
        {
            throw new ArgumentException(
                $"ConvTranspose{dimensions}D: for {input.Dimensions}D input, output_size must have {dimensions} or {input.Dimensions} elements (got {output_size.Length})",
                nameof(input)
            );
        }

        return Enumerable
            .Range(0, dimensions)
            .Select(d =>
            {
                var smallest =
                    ((inputSize[d] - 1) * stride[d]) - (2 * padding[d]) + (dilation[d] * (kernel_size[d] - 1)) + 1;
                var largest = smallest + stride[d] - 1;
                return output_size[d] >= smallest && output_size[d] <= largest
                    ? output_size[d] - smallest
                    : throw new ArgumentException(
                        $"Requested an output size of {output_size[d]}, but valid sizes range from {smallest} to {largest}"
                    );
            })
            .ToArray();
    }
}

public sealed class ConvTranspose2d : ConvolutionTranspose
{
    internal ConvTranspose2d(
        long in_channels,
        long out_channels,
        (long, long) kernel_size,
        (long, long) stride,
        (long, long) padding,
        (long, long) output_padding,
        (long, long) dilation,
        PaddingModes padding_mode,
        long groups,
        bool bias,
        Device device,
        ScalarType? dtype
    )
        : base(
            nameof(ConvTranspose2d),
            in_channels,
            out_channels,
            [kernel_size.Item1, kernel_size.Item2],
            [stride.Item1, stride.Item2],
            [padding.Item1, padding.Item2],
            [dilation.Item1, dilation.Item2],
            [output_padding.Item1, output_padding.Item2],
            groups,
            bias,
            padding_mode,
            device,
            dtype
        ) { }

    public override Tensor forward(Tensor input, long[] output_size)
    {
        ThrowIfOtherShape(input, 2);
        return nn.functional.conv_transpose2d(
            input,
            weight,
            bias,
            stride,
            padding,
            OutputPaddingFor(input, output_size, 2),
            dilation,
            groups
        );
    }
}
