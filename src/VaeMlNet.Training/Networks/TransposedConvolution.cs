using TorchSharp.Modules;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>A transposed convolution whose output padding differs from axis to axis.</summary>
/// <remarks>
/// In TorchSharp 0.107.0, <c>forward(x)</c> of <see cref="ConvTranspose2d"/> uses the output padding of the first axis on every
/// axis, so that images that are not square get wrong sizes. <c>functional.conv_transpose2d</c> is correct. This class can be
/// removed when <c>forward(x)</c> is fixed.
/// </remarks>
internal sealed class TransposedConvolution : nn.Module<Tensor, Tensor>, IOnnxExportable
{
    private readonly ConvTranspose2d convolution;

    /// <param name="convolution">The weights and settings. This module owns them.</param>
    public TransposedConvolution(ConvTranspose2d convolution)
        : base(nameof(TransposedConvolution))
    {
        this.convolution = convolution;
        RegisterComponents();
    }

    /// <summary>Gets the module with the weights and settings.</summary>
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

    public OnnxValue[] ExportTo(OnnxGraphBuilder graph, OnnxValue[] inputs, string path) =>
        [graph.AddModule(convolution, inputs[0], $"{path}.convolution")];
}
