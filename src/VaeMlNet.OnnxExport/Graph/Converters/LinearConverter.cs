using TorchSharp;
using TorchSharp.Modules;

namespace VaeMlNet.OnnxExport;

/// <summary>Converts Linear: y = x Wᵀ + b, with W [out, in].</summary>
internal static class LinearConverter
{
    public static OnnxConverters WithLinear(this OnnxConverters converters) =>
        converters.With<Linear>("`Gemm`; with more axes than two, `MatMul` and `Add`", Export);

    private static OnnxValue Export(OnnxGraphBuilder graph, Linear module, OnnxValue input, string path)
    {
        graph.RequireFloat32(input);
        var weight = module.weight;
        var (inputSize, outputSize) = (weight.shape[1], weight.shape[0]);
        if (input.Shape is { Count: > 0 } shape && shape[^1].Size is { } width && width != inputSize)
        {
            throw new OnnxExportException(
                $"Module '{graph.CurrentModule}' takes {inputSize} features, but its input {input} has {width}. "
                    + "Change the layer's input size, or what comes before it."
            );
        }

        // Gemm supports only matrices. MatMul multiplies along the last axis of any rank.
        var result =
            input.Shape?.Count == 2 ? ExportGemm(graph, module, input, path) : ExportMatMul(graph, module, input, path);
        return input.Shape is null ? result : result.DeclareShape([.. input.Shape.SkipLast(1), outputSize]);
    }

    private static OnnxValue ExportGemm(OnnxGraphBuilder graph, Linear module, OnnxValue input, string path)
    {
        var weight = graph.AddParameter($"{path}.weight", module.weight); // [out, in]
        return graph.AddNode("Gemm", [input, weight, .. Bias(graph, module, path)], OnnxAttribute.Integer("transB", 1));
    }

    private static OnnxValue ExportMatMul(OnnxGraphBuilder graph, Linear module, OnnxValue input, string path)
    {
        using var scope = torch.NewDisposeScope();
        var transposed = module.weight.detach().t(); // [in, out]
        var weight = graph.AddParameter($"{path}.weight_transposed", transposed);
        var product = graph.AddNode("MatMul", [input, weight]);
        return Bias(graph, module, path) is [var bias] ? graph.AddNode("Add", [product, bias]) : product;
    }

    // Empty for a layer without a bias.
    private static OnnxValue[] Bias(OnnxGraphBuilder graph, Linear module, string path) =>
        module.bias is { } bias ? [graph.AddParameter($"{path}.bias", bias)] : [];
}
