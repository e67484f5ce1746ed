using VaeMlNet.OnnxExport;

namespace VaeMlNet;

/// <summary>Adds <see cref="ColumnLookup.Find"/> to a graph. The constants of a lookup are added once.</summary>
/// <param name="graph">The graph.</param>
/// <param name="prefix">The beginning of the names of constants.</param>
internal sealed class LookupNodes(OnnxGraphBuilder graph, string prefix)
{
    private readonly Dictionary<(ColumnLookup, string), OnnxValue> vectors = [];

    /// <summary>Adds the value of the target for each source, [N, 1], and whether the lookup has one.</summary>
    public (OnnxValue Value, OnnxValue IsValid) Add(ColumnLookup lookup, OnnxValue source)
    {
        if (!lookup.Interpolates)
        {
            var isEqual = AddFloats(graph.AddNode("Equal", [source, Vector(lookup, "values", lookup.Values)])); // [N, K]
            var most = MatrixNodes.AddReduced(graph, "ReduceMax", isEqual, 1);
            var place = graph.AddNode(
                "ArgMax",
                [isEqual],
                OnnxAttribute.Integer("axis", 1),
                OnnxAttribute.Integer("keepdims", 1)
            );
            return (Gather("targets", lookup.Targets, place), graph.AddNode("Greater", [most, graph.AddScalar(0)]));
        }

        var isAbove = graph.AddNode("GreaterOrEqual", [source, Vector(lookup, "limits", lookup.Values[1..^1])]);
        var first = graph.AddCast(MatrixNodes.AddSum(graph, AddFloats(isAbove)), OnnxElementType.Int64);
        float[] slopes = [.. Enumerable.Range(0, lookup.Values.Length - 1).Select(lookup.SlopeFrom)];
        var distance = graph.AddNode("Sub", [source, Gather("values", lookup.Values, first)]);
        var rise = graph.AddNode("Mul", [distance, Gather("slopes", slopes, first)]);
        return (
            graph.AddNode("Add", [Gather("targets", lookup.Targets, first), rise]),
            graph.AddNode(
                "And",
                [
                    graph.AddNode("GreaterOrEqual", [source, graph.AddScalar(lookup.Values[0])]),
                    graph.AddNode("LessOrEqual", [source, graph.AddScalar(lookup.Values[^1])]),
                ]
            )
        );

        OnnxValue Gather(string name, float[] values, OnnxValue places) =>
            graph.AddNode("Gather", [Vector(lookup, name, values), places]).DeclareShape(MatrixNodes.BatchAxis, 1);
    }

    private OnnxValue Vector(ColumnLookup lookup, string name, float[] values)
    {
        if (!vectors.TryGetValue((lookup, name), out var vector))
        {
            vector = graph.AddInitializer($"{prefix}.{vectors.Count}_{name}", values, values.Length);
            vectors.Add((lookup, name), vector);
        }

        return vector;
    }

    private OnnxValue AddFloats(OnnxValue values) => graph.AddCast(values, OnnxElementType.Float32);
}
