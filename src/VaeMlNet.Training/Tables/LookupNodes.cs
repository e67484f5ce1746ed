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

    /// <summary>Adds <see cref="InverseLookup.Move"/>: the number and its interval, [N, 1], and whether there is one.</summary>
    /// <param name="inverse">The intervals.</param>
    /// <param name="number">The number.</param>
    /// <param name="target">The value of the target.</param>
    /// <param name="low">The smallest number that it may be.</param>
    /// <param name="high">The largest one.</param>
    public (NodeValue Number, NodeValue Low, NodeValue High, NodeValue IsValid) AddMove(
        InverseLookup inverse,
        NodeValue number,
        NodeValue target,
        NodeValue low,
        NodeValue high
    )
    {
        var lows = low.Max(Of("lows", interval => interval.Low)); // [N, K]
        var highs = high.Min(Of("highs", interval => interval.High));
        var moved = number.Max(lows).Min(highs); // [N, K]
        var isPossible = target.Equal(Of("values", interval => interval.Target)) & (lows <= highs);
        var place = AddPlaceOfLargest(isPossible.Where(-(moved - number).Abs(), float.MinValue));
        return (Chosen(moved), Chosen(lows), Chosen(highs), isPossible.ToFloats().Reduced("ReduceMax", 1) > 0);

        NodeValue Of(string name, Func<(float Low, float High, float Target), float> number) =>
            Vector(inverse, name, [.. inverse.Intervals.Select(number)]);

        NodeValue Chosen(NodeValue numbers) => numbers.GatherElements(place, 1).DeclareShape(MatrixNodes.BatchAxis, 1);
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
