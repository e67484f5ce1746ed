using VaeMlNet.OnnxExport;

namespace VaeMlNet;

/// <summary>Adds <see cref="ColumnLookup.Find"/> to a graph. The constants of a lookup are added once.</summary>
/// <param name="graph">The graph.</param>
/// <param name="prefix">The beginning of the names of constants.</param>
internal sealed class LookupNodes(OnnxGraphBuilder graph, string prefix)
{
    private readonly Dictionary<(object, string), NodeValue> vectors = [];

    /// <summary>Adds the value of the target for each source, [N, 1], and whether the lookup has one.</summary>
    public (NodeValue Value, NodeValue IsValid) Add(ColumnLookup lookup, NodeValue source)
    {
        if (!lookup.Interpolates)
        {
            var isEqual = source.Equal(Vector(lookup, "values", lookup.Values)).ToFloats(); // [N, K]
            var most = isEqual.Reduced("ReduceMax", 1);
            return (Gather("targets", lookup.Targets, AddPlaceOfLargest(isEqual)), most > 0);
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

    /// <summary>Adds <see cref="InverseLookup.Closest"/>: the number, [N, 1], and whether there is one.</summary>
    public (NodeValue Value, NodeValue IsValid) AddClosest(InverseLookup inverse, NodeValue number, NodeValue target)
    {
        var moved = number
            .Max(Vector(inverse, "lows", [.. inverse.Intervals.Select(interval => interval.Low)]))
            .Min(Vector(inverse, "highs", [.. inverse.Intervals.Select(interval => interval.High)])); // [N, K]
        var isOfTarget = target.Equal(
            Vector(inverse, "values", [.. inverse.Intervals.Select(interval => interval.Target)])
        );
        var closeness = isOfTarget.Where(-(moved - number).Abs(), float.MinValue);
        return (
            moved.GatherElements(AddPlaceOfLargest(closeness), 1).DeclareShape(MatrixNodes.BatchAxis, 1),
            isOfTarget.ToFloats().Reduced("ReduceMax", 1) > 0
        );
    }

    /// <summary>Adds the first place of the largest number of each row, [N, K] -> int64 [N, 1].</summary>
    private OnnxValue AddPlaceOfLargest(NodeValue numbers) =>
        graph.AddNode("ArgMax", [numbers], OnnxAttribute.Integer("axis", 1), OnnxAttribute.Integer("keepdims", 1));

    private NodeValue Vector(object lookup, string name, float[] values)
    {
        if (!vectors.TryGetValue((lookup, name), out var vector))
        {
            vector = new(graph, graph.AddInitializer($"{prefix}.{vectors.Count}_{name}", values, values.Length));
            vectors.Add((lookup, name), vector);
        }

        return vector;
    }
}
