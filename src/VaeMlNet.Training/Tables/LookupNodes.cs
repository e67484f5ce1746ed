using VaeMlNet.OnnxExport;

namespace VaeMlNet;

/// <summary>Adds <see cref="ColumnLookup.Find"/> to a graph. The constants of a lookup are added once.</summary>
/// <param name="graph">The graph.</param>
/// <param name="prefix">The beginning of the names of constants.</param>
internal sealed class LookupNodes(OnnxGraphBuilder graph, string prefix)
{
    private readonly Dictionary<(ColumnLookup, string), NodeValue> vectors = [];

    /// <summary>Adds the value of the target for each source, [N, 1], and whether the lookup has one.</summary>
    public (NodeValue Value, NodeValue IsValid) Add(ColumnLookup lookup, NodeValue source)
    {
        if (!lookup.Interpolates)
        {
            var isEqual = source.Equal(Vector(lookup, "values", lookup.Values)).ToFloats(); // [N, K]
            var most = isEqual.Reduced("ReduceMax", 1);
            var place = graph.AddNode(
                "ArgMax",
                [isEqual],
                OnnxAttribute.Integer("axis", 1),
                OnnxAttribute.Integer("keepdims", 1)
            );
            return (Gather("targets", lookup.Targets, place), most > 0);
        }

        var isAbove = source >= Vector(lookup, "limits", lookup.Values[1..^1]);
        var first = isAbove.ToFloats().Sum().To(OnnxElementType.Int64);
        float[] slopes = [.. Enumerable.Range(0, lookup.Values.Length - 1).Select(lookup.SlopeFrom)];
        var distance = source - Gather("values", lookup.Values, first);
        var rise = distance * Gather("slopes", slopes, first);
        return (
            Gather("targets", lookup.Targets, first) + rise,
            (source >= lookup.Values[0]) & (source <= lookup.Values[^1])
        );

        NodeValue Gather(string name, float[] values, OnnxValue places) =>
            Vector(lookup, name, values).Node("Gather", places).DeclareShape(MatrixNodes.BatchAxis, 1);
    }

    private NodeValue Vector(ColumnLookup lookup, string name, float[] values)
    {
        if (!vectors.TryGetValue((lookup, name), out var vector))
        {
            vector = new(graph, graph.AddInitializer($"{prefix}.{vectors.Count}_{name}", values, values.Length));
            vectors.Add((lookup, name), vector);
        }

        return vector;
    }
}
