using TorchSharp;

namespace VaeMlNet.OnnxExport.Converters;

/// <summary>Enlarges the spatial axes of an image.</summary>
internal static class Padding
{
    private const int FirstSpatialAxis = 2;

    /// <summary>Pads an image [N, C, spatial...] with what lies at its borders.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="input">The image.</param>
    /// <param name="before">How many elements to add before each spatial axis.</param>
    /// <param name="after">How many elements to add after it.</param>
    /// <param name="mode">Reflect, Replicate or Circular.</param>
    public static OnnxValue Add(OnnxGraphBuilder graph, OnnxValue input, long[] before, long[] after, PaddingModes mode)
    {
        var result =
            mode == PaddingModes.Circular
                ? AddCircular(graph, input, before, after)
                : graph.AddNode(
                    "Pad",
                    [input, graph.AddIndices([0, 0, .. before, 0, 0, .. after])],
                    OnnxAttribute.Text("mode", mode == PaddingModes.Reflect ? "reflect" : "edge")
                );
        return ImageInput.DeclareShape(result, input, null, (axis, size) => size + before[axis] + after[axis]);
    }

    // Opset 17's Pad cannot wrap around, so the far ends are cut out and put before and after.
    private static OnnxValue AddCircular(OnnxGraphBuilder graph, OnnxValue input, long[] before, long[] after)
    {
        var value = input;
        for (var i = 0; i < before.Length; i++)
        {
            var axis = i + FirstSpatialAxis;
            List<OnnxValue> parts = [value];
            if (before[i] > 0)
                parts.Insert(0, Slice(graph, value, axis, -before[i], long.MaxValue));
            if (after[i] > 0)
                parts.Add(Slice(graph, value, axis, 0, after[i]));
            if (parts.Count > 1)
                value = graph.AddNode("Concat", [.. parts], OnnxAttribute.Integer("axis", axis));
        }
        return value;
    }

    private static OnnxValue Slice(OnnxGraphBuilder graph, OnnxValue value, int axis, long start, long end) =>
        graph.AddNode("Slice", [value, graph.AddIndices(start), graph.AddIndices(end), graph.AddIndices(axis)]);
}
