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
    private readonly ImageShape image;

    /// <param name="convolution">The weights and settings, without groups or dilation; this module owns it.</param>
    /// <param name="image">The shape of the images that it computes.</param>
    public TransposedConvolution(ConvTranspose2d convolution, ImageShape image)
        : base(nameof(TransposedConvolution))
    {
        this.convolution = convolution;
        this.image = image;
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
    public OnnxValue[] ExportTo(OnnxGraphBuilder graph, OnnxValue[] inputs, string path)
    {
        var weight = graph.AddParameter($"{path}.convolution.weight", convolution.weight);
        var padding = convolution.padding!;
        var result = graph.AddNode(
            "ConvTranspose",
            convolution.bias is { } bias
                ? [inputs[0], weight, graph.AddParameter($"{path}.convolution.bias", bias)]
                : [inputs[0], weight],
            OnnxAttribute.Integers("kernel_shape", convolution.kernel_size),
            OnnxAttribute.Integers("strides", convolution.stride),
            OnnxAttribute.Integers("pads", [.. padding, .. padding]),
            OnnxAttribute.Integers("output_padding", convolution.output_padding)
        );
        return [result.DeclareShape(inputs[0].Shape![0], image.Channels, image.Height, image.Width)];
    }
}
