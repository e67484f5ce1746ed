using TorchSharp.Modules;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>A transposed convolution whose output padding differs from axis to axis.</summary>
/// <remarks>
/// TorchSharp 0.107.0: <see cref="ConvTranspose2d"/>'s <c>forward(x)</c> uses the first axis' output padding on every axis, so
/// that images with other than square sizes come out wrong. <c>functional.conv_transpose2d</c> is right. This class can go when
/// <c>forward(x)</c> is.
/// </remarks>
internal sealed class TransposedConvolution : nn.Module<Tensor, Tensor>, IOnnxExportable
{
    private readonly ConvTranspose2d convolution;

    /// <param name="convolution">The weights and settings; this module owns it.</param>
    public TransposedConvolution(ConvTranspose2d convolution)
        : base(nameof(TransposedConvolution))
    {
        this.convolution = convolution;
        RegisterComponents();
    }

    /// <summary>Gets the weights and settings.</summary>
    public ConvTranspose2d Convolution => convolution;

    /// <summary>Computes the images: [N, C, H, W] -> [N, C', H', W'].</summary>
    public override Tensor forward(Tensor x) =>
        nn.functional.conv_transpose2d(
            x,
            convolution.weight,
            convolution.bias,
            convolution.stride,
            convolution.padding,
            convolution.output_padding,
            convolution.dilation,
            convolution.groups
        );

    /// <inheritdoc/>
    public OnnxValue[] ExportTo(OnnxGraphBuilder graph, OnnxValue[] inputs, string path) =>
        [graph.AddModule(convolution, inputs[0], $"{path}.convolution")];
}
