using VaeMlNet.OnnxExport;

namespace VaeMlNet;

/// <summary>
/// Adds nodes that compute a result for each group of neighboring slots, such as the one-hot slots of a category. Groups of the
/// same width share their nodes, because ONNX Runtime takes quadratic time to open a graph with separate nodes for thousands of
/// groups.
/// </summary>
/// <param name="graph">The graph that the nodes are added to.</param>
/// <param name="widths">The number of slots of each group, in their order.</param>
internal sealed class GroupNodes(OnnxGraphBuilder graph, IReadOnlyList<long> widths)
{
    private const int MostRuns = 32;

    /// <summary>Adds one value per slot: [N, W] -> [N, W].</summary>
    /// <param name="values">The slots of all groups, [N, W].</param>
    /// <param name="compute">Adds a node that works on the last axis, whose length is given, and keeps it.</param>
    public OnnxValue AddPerSlot(OnnxValue values, Func<OnnxValue, long, OnnxValue> compute) =>
        Add(values, compute, width => width);

    /// <summary>Adds the sum of each group's slots: [N, W] -> [N, G].</summary>
    /// <param name="name">The name of a constant.</param>
    /// <param name="values">Finite numbers, [N, W].</param>
    public OnnxValue AddSums(string name, OnnxValue values)
    {
        if (widths.All(width => width == 1))
        {
            return values;
        }

        var terms = widths
            .SelectMany((width, group) => Enumerable.Repeat(group, (int)width))
            .Select((group, slot) => (group, (long)slot));
        return ColumnNodes.AddProduct(graph, name, values, widths.Sum(), widths.Count, terms)
            ?? AddPerGroup(values, group => MatrixNodes.AddSum(graph, group, axis: -1));
    }

    /// <summary>Adds one value per group: [N, W] -> [N, G].</summary>
    /// <param name="values">The slots of all groups, [N, W].</param>
    /// <param name="reduce">Adds a node that reduces the last axis to a length of 1.</param>
    public OnnxValue AddPerGroup(OnnxValue values, Func<OnnxValue, OnnxValue> reduce) =>
        Add(values, (group, _) => reduce(group), _ => 1);

    private OnnxValue Add(OnnxValue values, Func<OnnxValue, long, OnnxValue> compute, Func<long, long> resultWidth)
    {
        var shared = NodeGroups();
        int[] order = [.. shared.SelectMany(groups => groups)];
        OnnxValue[] results =
        [
            .. shared.Select(groups => AddSameWidth(values, groups, compute, resultWidth(widths[groups[0]]))),
        ];
        long[] resultWidths = [.. order.Select(group => resultWidth(widths[group]))];
        var place = Enumerable.Range(0, order.Length).OrderBy(i => order[i]); // the place of each group among the results
        return AddSlots(MatrixNodes.AddJoin(graph, results), resultWidths, place);
    }

    /// <summary>
    /// Returns the groups that share nodes: neighbors of one width, which need not be moved, if they are few, otherwise all groups of one width.
    /// </summary>
    private int[][] NodeGroups()
    {
        var run = 0;
        int[] runs = [.. widths.Select((width, group) => group > 0 && widths[group - 1] != width ? ++run : run)];
        var groups = Enumerable.Range(0, widths.Count);
        return run < MostRuns
            ? [.. groups.GroupBy(group => runs[group]).Select(g => g.ToArray())]
            : [.. groups.GroupBy(group => widths[group]).OrderBy(g => g.Key).Select(g => g.ToArray())];
    }

    /// <summary>Adds the results of groups of one width side by side.</summary>
    private OnnxValue AddSameWidth(
        OnnxValue values,
        int[] groups,
        Func<OnnxValue, long, OnnxValue> compute,
        long resultWidth
    )
    {
        var slots = AddSlots(values, widths, groups); // [N, m * width]
        var width = widths[groups[0]];
        return groups.Length == 1
            ? compute(slots, width)
            : AddReshape(
                compute(AddReshape(slots, groups.Length, width), width), // [N, m, width]
                groups.Length * resultWidth
            );
    }

    /// <summary>Adds the slots of some groups in a given order. No node is needed for all slots in their own order.</summary>
    private OnnxValue AddSlots(OnnxValue values, IReadOnlyList<long> groupWidths, IEnumerable<int> groups)
    {
        var starts = StartsOf(groupWidths);
        long[] slots = [.. groups.SelectMany(group => Range(starts[group], groupWidths[group]))];
        if (!slots.SequenceEqual(Range(slots[0], slots.Length)))
        {
            return graph.AddNode("Gather", [values, graph.AddIndices(slots)], OnnxAttribute.Integer("axis", 1));
        }

        return slots.Length == groupWidths.Sum()
            ? values
            : MatrixNodes.AddColumns(graph, values, slots[0], slots.Length);
    }

    /// <summary>Adds a Reshape that keeps the number of rows, which 0 stands for.</summary>
    private OnnxValue AddReshape(OnnxValue values, params long[] rowShape) =>
        graph.AddNode("Reshape", [values, graph.AddIndices([0, .. rowShape])]);

    private static IEnumerable<long> Range(long first, long count)
    {
        for (var slot = first; slot < first + count; slot++)
        {
            yield return slot;
        }
    }

    private static long[] StartsOf(IReadOnlyList<long> widths)
    {
        var starts = new long[widths.Count];
        for (var i = 1; i < starts.Length; i++)
        {
            starts[i] = starts[i - 1] + widths[i - 1];
        }

        return starts;
    }
}
