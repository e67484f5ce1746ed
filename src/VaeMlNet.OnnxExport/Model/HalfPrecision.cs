namespace VaeMlNet.OnnxExport;

/// <summary>Stores weights as float16, each with a Cast to float32 at the start of the graph.</summary>
internal static class HalfPrecision
{
    public static void Apply(GraphContents graph)
    {
        var casts = new Dictionary<string, GraphNode>(StringComparer.Ordinal);
        foreach (var node in graph.Nodes.ToArray())
        {
            foreach (var input in node.Inputs)
            {
                if (
                    graph.FindConstant(input) is { } weight
                    && !casts.ContainsKey(weight.Name)
                    && Narrow(weight) is { } halves
                )
                {
                    casts.Add(weight.Name, MakeCast(graph, node, weight, halves));
                }
            }
        }

        graph.ReplaceInputs(input => casts.TryGetValue(input.Name, out var cast) ? cast.Outputs[0] : input);
        graph.Nodes.InsertRange(0, casts.Values);
        graph.DropUnused(casts.Keys);
    }

    private static GraphNode MakeCast(GraphContents graph, GraphNode reader, OnnxTensor weight, Half[] halves)
    {
        var stored = graph.AddConstant(
            $"{weight.Name}_float16",
            name => OnnxTensor.FromHalves(name, halves, weight.Shape)
        );
        return graph.MakeNode(
            "Cast",
            reader,
            [stored],
            OnnxElementType.Float32,
            OnnxAttribute.Integer("to", (long)OnnxElementType.Float32)
        );
    }

    // Returns null for tensors that stay unchanged: vectors, which are small, other types, and numbers out of range.
    private static Half[]? Narrow(OnnxTensor tensor)
    {
        if (tensor.ElementType != OnnxElementType.Float32 || tensor.Shape.Length < 2)
        {
            return null;
        }

        var numbers = tensor.ToFloats();
        var halves = Array.ConvertAll(numbers, number => (Half)number);
        return halves.Zip(numbers).Any(pair => !Half.IsFinite(pair.First) && float.IsFinite(pair.Second))
            ? null
            : halves;
    }
}
