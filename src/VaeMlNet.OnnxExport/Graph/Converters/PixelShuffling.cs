using TorchSharp.Modules;

namespace VaeMlNet.OnnxExport;

/// <summary>
/// Converts modules that move blocks of pixels between channels and image: channel c r r + i r + j contains row i, column j of
/// a block.
/// </summary>
internal static class PixelShuffling
{
    public static OnnxConverters WithPixelShuffling(this OnnxConverters converters) =>
        converters
            .With<PixelShuffle>("`DepthToSpace`", ExportShuffle)
            .With<PixelUnshuffle>("`Reshape`, `Transpose`", ExportUnshuffle);

    private static OnnxValue ExportShuffle(OnnxGraphBuilder graph, PixelShuffle module, OnnxValue input, string path)
    {
        var factor = module.upscale_factor;
        var (channels, height, width) = RequireSizes(graph, input);
        RequireMultiple(graph, input, channels, factor * factor, "channels");
        var result = graph.AddNode(
            "DepthToSpace",
            [input],
            OnnxAttribute.Integer("blocksize", factor),
            OnnxAttribute.Text("mode", "CRD")
        );
        return result.DeclareShape(input.Shape![0], channels / (factor * factor), height * factor, width * factor);
    }

    // ONNX's SpaceToDepth orders results by the place in the block first, then by channel.
    private static OnnxValue ExportUnshuffle(
        OnnxGraphBuilder graph,
        PixelUnshuffle module,
        OnnxValue input,
        string path
    )
    {
        var factor = module.downscale_factor;
        var (channels, height, width) = RequireSizes(graph, input);
        RequireMultiple(graph, input, height, factor, "rows");
        RequireMultiple(graph, input, width, factor, "columns");
        var (rows, columns) = (height / factor, width / factor);
        var blocks = graph.AddNode("Reshape", [input, graph.AddIndices(0, channels, rows, factor, columns, factor)]);
        var moved = graph.AddNode("Transpose", [blocks], OnnxAttribute.Integers("perm", 0, 1, 3, 5, 2, 4));
        var result = graph.AddNode("Reshape", [moved, graph.AddIndices(0, channels * factor * factor, rows, columns)]);
        return result.DeclareShape(input.Shape![0], channels * factor * factor, rows, columns);
    }

    private static (long Channels, long Height, long Width) RequireSizes(OnnxGraphBuilder graph, OnnxValue input)
    {
        ImageInput.Check(graph, input, 2);
        var sizes = ImageInput.RequireSpatialSizes(graph, input, "shuffles pixels");
        var channels =
            input.Shape![1].Size
            ?? throw new OnnxExportException(
                $"Module '{graph.CurrentModule}' shuffles pixels of {input}, whose channels must be a number."
            );
        return (channels, sizes[0], sizes[1]);
    }

    private static void RequireMultiple(OnnxGraphBuilder graph, OnnxValue input, long size, long factor, string what)
    {
        if (size % factor != 0)
        {
            throw new OnnxExportException(
                $"Module '{graph.CurrentModule}' needs a multiple of {factor} {what}, but its input {input} has {size}. "
                    + "Change its factor, or what comes before it."
            );
        }
    }
}
