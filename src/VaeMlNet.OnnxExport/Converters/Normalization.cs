using TorchSharp.Modules;

namespace VaeMlNet.OnnxExport.Converters;

/// <summary>Normalisation by statistics of the training data (batch) or of each row (layer).</summary>
internal static class Normalization
{
    public static OnnxConverters WithNormalization(this OnnxConverters converters) =>
        converters
            .With<BatchNorm1d>(
                "`BatchNormalization`",
                (graph, module, x, path) => ExportBatch(graph, module, x, path, 2, 3)
            )
            .With<BatchNorm2d>(
                "`BatchNormalization`",
                (graph, module, x, path) => ExportBatch(graph, module, x, path, 4, 4)
            )
            .With<LayerNorm>("`LayerNormalization`", ExportLayer);

    private static OnnxValue ExportBatch(
        OnnxGraphBuilder graph,
        NormBase module,
        OnnxValue input,
        string path,
        int fewestAxes,
        int mostAxes
    )
    {
        CheckAxes(graph, input, fewestAxes, mostAxes);
        ImageInput.CheckChannels(graph, input, module.num_features);
        if (module.running_mean is not { } mean || module.running_var is not { } variance)
            throw new OnnxExportException(
                $"Module '{graph.CurrentModule}' keeps no running statistics, so a row's result would depend on the other "
                    + "rows of its batch. Make it with track_running_stats: true and train it, or use LayerNorm."
            );

        var result = graph.AddNode(
            "BatchNormalization",
            [
                input,
                Scale(graph, module.weight, $"{path}.weight", [module.num_features]),
                Shift(graph, module.bias, $"{path}.bias", [module.num_features]),
                graph.AddParameter($"{path}.running_mean", mean),
                graph.AddParameter($"{path}.running_var", variance),
            ],
            OnnxAttribute.Float("epsilon", (float)module.eps)
        );
        return SameShape(result, input);
    }

    private static OnnxValue ExportLayer(OnnxGraphBuilder graph, LayerNorm module, OnnxValue input, string path)
    {
        graph.RequireFloat32(input);
        var normalized = module.normalized_shape;
        if (input.Shape is { } shape && !EndsIn(shape, normalized))
            throw new OnnxExportException(
                $"Module '{graph.CurrentModule}' normalises the last axes [{string.Join(", ", normalized)}], but its input "
                    + $"is {input}. Change normalized_shape, or what comes before it."
            );
        var result = graph.AddNode(
            "LayerNormalization",
            [
                input,
                Scale(graph, module.weight, $"{path}.weight", normalized),
                Shift(graph, module.bias, $"{path}.bias", normalized),
            ],
            OnnxAttribute.Integer("axis", -normalized.Length),
            OnnxAttribute.Float("epsilon", (float)module.eps)
        );
        return SameShape(result, input);
    }

    private static OnnxValue Scale(OnnxGraphBuilder graph, Parameter? weight, string name, long[] shape) =>
        weight is null ? graph.AddFilled(1, shape) : graph.AddParameter(name, weight);

    private static OnnxValue Shift(OnnxGraphBuilder graph, Parameter? bias, string name, long[] shape) =>
        bias is null ? graph.AddFilled(0, shape) : graph.AddParameter(name, bias);

    private static OnnxValue SameShape(OnnxValue result, OnnxValue input) =>
        input.Shape is { } shape ? result.DeclareShape([.. shape]) : result;

    private static void CheckAxes(OnnxGraphBuilder graph, OnnxValue input, int fewest, int most)
    {
        graph.RequireFloat32(input);
        if (input.Shape is { } shape && (shape.Count < fewest || shape.Count > most))
            throw new OnnxExportException(
                $"Module '{graph.CurrentModule}' takes {(fewest == most ? $"{most}" : $"{fewest} or {most}")} axes, but its "
                    + $"input {input} has {shape.Count}. Reshape it before the module."
            );
    }

    private static bool EndsIn(IReadOnlyList<OnnxDimension> shape, long[] sizes) =>
        shape.Count >= sizes.Length
        && shape
            .TakeLast(sizes.Length)
            .Zip(sizes)
            .All(pair => pair.First.Size is null || pair.First.Size == pair.Second);
}
