using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// Computes layers in mixed precision: linear layers and convolutions in bfloat16, all others in float32, in the manner of PyTorch's autocast
/// (Micikevicius et al. 2018 for float32 weights beside rounded copies).
/// </summary>
internal static class MixedPrecision
{
    /// <summary>Returns the output of layers, float32.</summary>
    /// <param name="layers">A layer, or a Sequential of layers.</param>
    /// <param name="input">The input.</param>
    public static Tensor Call(nn.Module<Tensor, Tensor> layers, Tensor input) =>
        Compute(layers, input).to(ScalarType.Float32);

    private static Tensor Compute(nn.Module<Tensor, Tensor> layers, Tensor input) =>
        layers switch
        {
            Sequential sequential => sequential
                .children()
                .Cast<nn.Module<Tensor, Tensor>>()
                .Aggregate(input, (x, layer) => Compute(layer, x)),
            Linear linear => nn.functional.linear(Round(input), Round(linear.weight), RoundIfAny(linear.bias)),
            Conv2d { padding_mode: PaddingModes.Zeros } convolution => nn.functional.conv2d(
                Round(input),
                Round(convolution.weight),
                RoundIfAny(convolution.bias),
                convolution.stride,
                convolution.padding,
                convolution.dilation,
                convolution.groups
            ),
            TransposedConvolution { Convolution: var transposed } => Transposed(transposed, input),
            ConvTranspose2d transposed => Transposed(transposed, input),
            WithInput both => cat(
                [Compute(both.Layers, input).to(ScalarType.Float32), input.to(ScalarType.Float32)],
                1
            ),
            ReLU or LeakyReLU or Flatten or Unflatten => layers.call(input), // exact in any precision
            _ => layers.call(input.to(ScalarType.Float32)),
        };

    private static Tensor Transposed(ConvTranspose2d convolution, Tensor input) =>
        nn.functional.conv_transpose2d(
            Round(input),
            Round(convolution.weight),
            RoundIfAny(convolution.bias),
            convolution.stride,
            convolution.padding,
            convolution.output_padding,
            convolution.dilation,
            convolution.groups
        );

    private static Tensor Round(Tensor values) => values.to(ScalarType.BFloat16);

    private static Tensor? RoundIfAny(Tensor? values) => values?.to(ScalarType.BFloat16);
}
