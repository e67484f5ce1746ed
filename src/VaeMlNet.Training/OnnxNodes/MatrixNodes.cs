using VaeMlNet.OnnxExport;

namespace VaeMlNet;

/// <summary>Adds nodes that split, join and sum matrices with one row per example.</summary>
internal static class MatrixNodes
{
    /// <summary>The symbolic name of the batch axis.</summary>
    public const string BatchAxis = "N";

    /// <summary>Adds neighboring columns of a matrix: [N, W] -> [N, count].</summary>
    public static NodeValue AddColumns(OnnxGraphBuilder graph, OnnxValue values, long first, long count) =>
        values.Shape is [_, { Size: { } width }] && width == count
            ? new(graph, values)
            : new NodeValue(graph, values)
                .Node("Slice", graph.AddIndices(first), graph.AddIndices(first + count), graph.AddIndices(1))
                .DeclareShape(BatchAxis, count);

    /// <summary>Splits a matrix into neighboring columns with one node. A single part needs no node.</summary>
    public static OnnxValue[] AddSplit(OnnxGraphBuilder graph, OnnxValue values, long[] widths) =>
        widths.Length == 1
            ? [values]
            : graph.AddNode(
                "Split",
                [values, graph.AddIndices(widths)],
                widths.Length,
                OnnxAttribute.Integer("axis", 1)
            );

    /// <summary>Adds matrices side by side. A single matrix needs no node.</summary>
    public static NodeValue AddJoin(OnnxGraphBuilder graph, params OnnxValue[] parts) =>
        new(graph, parts is [var only] ? only : graph.AddNode("Concat", parts, OnnxAttribute.Integer("axis", 1)));

    /// <summary>
    /// Adds the logarithm of the sum of exponentials of each row, [N, K] -> [N, 1]. The largest term is taken out of the sum, so that exponentials
    /// neither underflow nor overflow.
    /// </summary>
    public static NodeValue AddLogSumExp(NodeValue logs)
    {
        var largest = logs.Reduced("ReduceMax", 1);
        return largest + (logs - largest).Exp().Sum().Log();
    }

    /// <summary>Adds the numbers of the nearest known rows of each row, the nearest first: [N, W] and [M, W] -> int64 [N, count].</summary>
    /// <remarks>
    /// The squared distance |x|² + |t|² - 2 x·t is one product, [-2 x, 1, |x|²] · [t, |t|², 1]: sums of [N, M] take longer. Where rows lie close together, it is a
    /// small difference of large numbers, which float32 cannot represent.
    /// </remarks>
    public static OnnxValue AddNearest(NodeValue x, NodeValue known, int count)
    {
        var graph = x.Graph;
        var rows = AddJoin(graph, (x * -2).ToDoubles(), Ones(x), SquaredNorms(x)); // [N, W + 2]
        var columns = AddJoin(graph, known.ToDoubles(), SquaredNorms(known), Ones(known)).Transpose(); // [W + 2, M]
        return graph.AddNode(
            "TopK",
            [rows.Times(columns).ToFloats(), graph.AddIndices(count)],
            2,
            OnnxAttribute.Integer("axis", 1),
            OnnxAttribute.Integer("largest", 0)
        )[1];

        static NodeValue Ones(NodeValue values) => ((values.Sum() * 0) + 1).ToDoubles();

        static NodeValue SquaredNorms(NodeValue values)
        {
            var precise = values.ToDoubles();
            return (precise * precise).Sum();
        }
    }

    /// <summary>Adds the smallest (ReduceMin) or largest (ReduceMax) number over an axis, which then has one element.</summary>
    public static OnnxValue AddReduced(OnnxGraphBuilder graph, string operatorType, OnnxValue values, long axis) =>
        graph.AddNode(
            operatorType,
            [values],
            OnnxAttribute.Integers("axes", axis),
            OnnxAttribute.Integer("keepdims", 1)
        );

    /// <summary>Adds the sum over an axis, by default over columns: [N, W] -> [N, 1].</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="values">The numbers.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="keeps">Whether the axis then has one element; otherwise it is left out.</param>
    public static OnnxValue AddSum(OnnxGraphBuilder graph, OnnxValue values, long axis = 1, bool keeps = true) =>
        graph.AddNode("ReduceSum", [values, graph.AddIndices(axis)], OnnxAttribute.Integer("keepdims", keeps ? 1 : 0));
}
