using TorchSharp;

namespace VaeMlNet.OnnxExport;

/// <summary>Registers converters of float32 modules, most of which are one operator.</summary>
internal static class OperatorConverters
{
    public static OnnxConverters WithOperator<TModule>(
        this OnnxConverters converters,
        string operatorType,
        Func<TModule, OnnxAttribute[]>? attributes = null
    )
        where TModule : torch.nn.Module =>
        converters.WithFormula<TModule>(
            $"`{operatorType}`",
            (graph, module, x, _) => graph.AddNode(operatorType, [x], attributes?.Invoke(module) ?? [])
        );

    public static OnnxConverters WithFormula<TModule>(
        this OnnxConverters converters,
        string onnxForm,
        Func<OnnxGraphBuilder, TModule, OnnxValue, string, OnnxValue> convert
    )
        where TModule : torch.nn.Module =>
        converters.With<TModule>(
            onnxForm,
            (graph, module, x, path) =>
            {
                graph.RequireFloat32(x);
                return convert(graph, module, x, path);
            }
        );
}
