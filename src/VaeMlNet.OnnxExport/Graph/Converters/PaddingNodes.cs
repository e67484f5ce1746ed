using TorchSharp;
using TorchSharp.Modules;

namespace VaeMlNet.OnnxExport;

/// <summary>Adds nodes that pad the last axes of a tensor, for convolutions and padding layers.</summary>
internal static class PaddingNodes
{
    private const string Form = "`Pad`";

    public static OnnxConverters WithPadding(this OnnxConverters converters) =>
        converters
            .With<ConstantPad1d>(Form, (graph, module, x, _) => Export(graph, module, x, PaddingModes.Constant))
            .With<ConstantPad2d>(Form, (graph, module, x, _) => Export(graph, module, x, PaddingModes.Constant))
            .With<ZeroPad2d>(Form, (graph, module, x, _) => Export(graph, module, x, PaddingModes.Constant))
            .With<ReflectionPad1d>(Form, (graph, module, x, _) => Export(graph, module, x, PaddingModes.Reflect))
            .With<ReflectionPad2d>(Form, (graph, module, x, _) => Export(graph, module, x, PaddingModes.Reflect))
            .With<ReplicationPad1d>(Form, (graph, module, x, _) => Export(graph, module, x, PaddingModes.Replicate))
            .With<ReplicationPad2d>(Form, (graph, module, x, _) => Export(graph, module, x, PaddingModes.Replicate));

    /// <summary>Pads the last axes.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="input">A tensor of known rank.</param>
    /// <param name="before">The number of elements to add before each of the last axes.</param>
    /// <param name="after">The number of elements to add after them.</param>
    /// <param name="mode">The padding mode. Zeros and Constant pad with <paramref name="value"/>.</param>
    /// <param name="value">The number that the constant modes pad with.</param>
    public static OnnxValue Add(
        OnnxGraphBuilder graph,
        OnnxValue input,
        long[] before,
        long[] after,
        PaddingModes mode,
        float value = 0
    )
    {
        var shape = RequireRank(graph, input, before.Length);
        var leading = shape.Count - before.Length;
        var result =
            mode == PaddingModes.Circular
                ? AddCircular(graph, input, leading, before, after)
                : AddPad(graph, input, leading, before, after, mode, value);
        return result.DeclareShape([
            .. shape.Take(leading),
            .. shape.Skip(leading).Select((axis, i) => axis.Size is { } size ? size + before[i] + after[i] : axis),
        ]);
    }

    private static OnnxValue Export(OnnxGraphBuilder graph, PadBase module, OnnxValue input, PaddingModes mode)
    {
        graph.RequireFloat32(input);
        var sizes = module.padding;
        if (sizes.Any(size => size < 0))
        {
            throw new OnnxExportException(
                $"Module '{graph.CurrentModule}' has the padding [{string.Join(", ", sizes)}], which removes elements. "
                    + "Only sizes of 0 and more are supported: remove elements with a module of your own."
            );
        }
        // Pairs of before and after, beginning with those of the last axis.
        var pairs = sizes.Chunk(2).Reverse().ToArray();
        return Add(
            graph,
            input,
            [.. pairs.Select(pair => pair[0])],
            [.. pairs.Select(pair => pair[1])],
            mode,
            (float)module.value
        );
    }

    private static OnnxValue AddPad(
        OnnxGraphBuilder graph,
        OnnxValue input,
        int leading,
        long[] before,
        long[] after,
        PaddingModes mode,
        float value
    )
    {
        var unchanged = new long[leading];
        var sizes = graph.AddIndices([.. unchanged, .. before, .. unchanged, .. after]);
        return mode switch
        {
            PaddingModes.Reflect => graph.AddNode("Pad", [input, sizes], OnnxAttribute.Text("mode", "reflect")),
            PaddingModes.Replicate => graph.AddNode("Pad", [input, sizes], OnnxAttribute.Text("mode", "edge")),
            _ => graph.AddNode("Pad", [input, sizes, graph.AddScalar(value)], OnnxAttribute.Text("mode", "constant")),
        };
    }

    // Opset 17's Pad has no circular mode, so the opposite ends are sliced and joined to the tensor.
    private static OnnxValue AddCircular(
        OnnxGraphBuilder graph,
        OnnxValue input,
        int leading,
        long[] before,
        long[] after
    )
    {
        var value = input;
        for (var i = 0; i < before.Length; i++)
        {
            var axis = leading + i;
            List<OnnxValue> parts = [value];
            if (before[i] > 0)
            {
                parts.Insert(0, Slice(graph, value, axis, -before[i], long.MaxValue));
            }

            if (after[i] > 0)
            {
                parts.Add(Slice(graph, value, axis, 0, after[i]));
            }

            if (parts.Count > 1)
            {
                value = graph.AddNode("Concat", [.. parts], OnnxAttribute.Integer("axis", axis));
            }
        }

        return value;
    }

    private static OnnxValue Slice(OnnxGraphBuilder graph, OnnxValue value, int axis, long start, long end) =>
        graph.AddNode("Slice", [value, graph.AddIndices(start), graph.AddIndices(end), graph.AddIndices(axis)]);

    private static IReadOnlyList<OnnxDimension> RequireRank(OnnxGraphBuilder graph, OnnxValue input, int paddedAxes) =>
        input.Shape is { } shape && shape.Count > paddedAxes
            ? shape
            : throw new OnnxExportException(
                $"Module '{graph.CurrentModule}' pads the last {paddedAxes} axes of {input}, which needs more axes than "
                    + "that, and their number known. Reshape the input, or have its converter call DeclareShape."
            );
}
