using TorchSharp;
using TorchSharp.Modules;

namespace VaeMlNet.OnnxExport;

/// <summary>
/// Converts normalization layers, with statistics of the training data (batch) or of each row (layer, group, instance).
/// </summary>
internal static class Normalization
{
    private const int FirstOpsetWithLayerNorm = 17;

    private const string InstanceForm = "`InstanceNormalization`; with running statistics `BatchNormalization`";

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
            .With<InstanceNorm1d>(InstanceForm, (graph, module, x, path) => ExportInstance(graph, module, x, path, 3))
            .With<InstanceNorm2d>(InstanceForm, (graph, module, x, path) => ExportInstance(graph, module, x, path, 4))
            .With<LayerNorm>("`LayerNormalization`; below opset 17 its formula", ExportLayer)
            .With<GroupNorm>("`InstanceNormalization` of the groups, `Mul`, `Add`", ExportGroup);

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
        {
            throw new OnnxExportException(
                $"Module '{graph.CurrentModule}' keeps no running statistics, so a row's result would depend on the other "
                    + "rows of its batch. Make it with track_running_stats: true and train it, or use LayerNorm."
            );
        }

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

    private static OnnxValue ExportInstance(
        OnnxGraphBuilder graph,
        InstanceNorm module,
        OnnxValue input,
        string path,
        int axes
    )
    {
        // With running statistics, it equals a batch norm at inference.
        if (module.track_running_stats)
        {
            return ExportBatch(graph, module, input, path, axes, axes);
        }

        CheckAxes(graph, input, axes, axes);
        ImageInput.CheckChannels(graph, input, module.num_features);
        var result = graph.AddNode(
            "InstanceNormalization",
            [
                input,
                Scale(graph, module.weight, $"{path}.weight", [module.num_features]),
                Shift(graph, module.bias, $"{path}.bias", [module.num_features]),
            ],
            OnnxAttribute.Float("epsilon", (float)module.eps)
        );
        return SameShape(result, input);
    }

    // Opset 17 has no group norm: the groups are normalized as channels, then the channels are scaled and shifted.
    private static OnnxValue ExportGroup(OnnxGraphBuilder graph, GroupNorm module, OnnxValue input, string path)
    {
        graph.RequireFloat32(input);
        if (input.Shape is not { Count: >= 3 } shape)
        {
            throw new OnnxExportException(
                $"Module '{graph.CurrentModule}' takes 3 axes or more (batch, channels, then others), but its input is "
                    + $"{input}. Reshape it, or have the converter that made it call DeclareShape."
            );
        }

        var groups = module.num_groups;
        var grouped = graph.AddNode("Reshape", [input, graph.AddIndices(0, groups, -1)]);
        var normalized = graph.AddNode(
            "InstanceNormalization",
            [grouped, graph.AddFilled(1, [groups]), graph.AddFilled(0, [groups])],
            OnnxAttribute.Float("epsilon", (float)module.eps)
        );
        var result = graph.AddNode("Reshape", [normalized, graph.AddNode("Shape", [input])]).DeclareShape([.. shape]);
        if (module.weight is { } weight)
        {
            result = graph.AddNode("Mul", [result, PerChannel(graph, $"{path}.weight", weight, shape.Count)]);
        }

        if (module.bias is { } bias)
        {
            result = graph.AddNode("Add", [result, PerChannel(graph, $"{path}.bias", bias, shape.Count)]);
        }

        return result;
    }

    // Reshapes [C] to [C, 1, 1], so that it aligns with axis 1 of an image.
    private static OnnxValue PerChannel(OnnxGraphBuilder graph, string name, Parameter parameter, int axes)
    {
        using var scope = torch.NewDisposeScope();
        return graph.AddParameter(
            name,
            parameter.detach().reshape([parameter.shape[0], .. Enumerable.Repeat(1L, axes - 2)])
        );
    }

    private static OnnxValue ExportLayer(OnnxGraphBuilder graph, LayerNorm module, OnnxValue input, string path)
    {
        graph.RequireFloat32(input);
        var normalized = module.normalized_shape;
        if (input.Shape is { } shape && !EndsIn(shape, normalized))
        {
            throw new OnnxExportException(
                $"Module '{graph.CurrentModule}' normalizes the last axes [{string.Join(", ", normalized)}], but its input "
                    + $"is {input}. Change normalized_shape, or what comes before it."
            );
        }

        var scale = Scale(graph, module.weight, $"{path}.weight", normalized);
        var shift = Shift(graph, module.bias, $"{path}.bias", normalized);
        var result =
            graph.Opset >= FirstOpsetWithLayerNorm
                ? graph.AddNode(
                    "LayerNormalization",
                    [input, scale, shift],
                    OnnxAttribute.Integer("axis", -normalized.Length),
                    OnnxAttribute.Float("epsilon", (float)module.eps)
                )
                : ExportLayerByFormula(graph, module, input, scale, shift);
        return SameShape(result, input);
    }

    // (x - mean) / sqrt(var + eps) * gamma + beta: Ba et al. 2016, equation 4.
    private static OnnxValue ExportLayerByFormula(
        OnnxGraphBuilder graph,
        LayerNorm module,
        OnnxValue input,
        OnnxValue scale,
        OnnxValue shift
    )
    {
        var lastAxes = module.normalized_shape.Select((_, i) => (long)i - module.normalized_shape.Length).ToArray();
        OnnxValue Mean(OnnxValue value) =>
            graph.AddNode("ReduceMean", [value], OnnxAttribute.Integers("axes", lastAxes));
        var centered = graph.AddNode("Sub", [input, Mean(input)]);
        var variance = Mean(graph.AddNode("Mul", [centered, centered]));
        var deviation = graph.AddNode("Sqrt", [graph.AddNode("Add", [variance, graph.AddScalar((float)module.eps)])]);
        var normalized = graph.AddNode("Mul", [graph.AddNode("Div", [centered, deviation]), scale]);
        return graph.AddNode("Add", [normalized, shift]);
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
        {
            throw new OnnxExportException(
                $"Module '{graph.CurrentModule}' takes {(fewest == most ? $"{most}" : $"{fewest} or {most}")} axes, but its "
                    + $"input {input} has {shape.Count}. Reshape it before the module."
            );
        }
    }

    private static bool EndsIn(IReadOnlyList<OnnxDimension> shape, long[] sizes) =>
        shape.Count >= sizes.Length
        && shape
            .TakeLast(sizes.Length)
            .Zip(sizes)
            .All(pair => pair.First.Size is null || pair.First.Size == pair.Second);
}
