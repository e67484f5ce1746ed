using VaeMlNet.OnnxExport;

namespace VaeMlNet;

/// <summary>
/// Adds nodes that compute the remainder s of Stirling's formula: log Gamma(z) = (z - 1/2) log z - z + log(2 pi)/2 + s(z). ONNX has no
/// operator for log Gamma. Its large terms cancel in -log p of counts, and s is what remains.
/// </summary>
/// <remarks>
/// In float32, the absolute error is below 5E-6, for z from 1E-6 to 1E8. From 4 on, s is the series 1/(12 z) - 1/(360 z^3) + 1/(1260 z^5),
/// whose error is below 4E-8 (Abramowitz &amp; Stegun 1964, 6.1.41). Below 4, it follows from s(z + 4) by the recurrence Gamma(z + 1) = z
/// Gamma(z) (6.1.15).
/// </remarks>
internal static class StirlingNodes
{
    /// <summary>The smallest argument of the series, and the number of steps of the recurrence.</summary>
    private const int Smallest = 4;

    private const int TableSize = 16;

    /// <summary>Adds s(z) of each element above 0, of the same shape.</summary>
    public static OnnxValue AddRemainder(OnnxGraphBuilder graph, OnnxValue z)
    {
        var smallest = graph.AddScalar(Smallest);
        var large = AddSeries(graph, graph.AddNode("Max", [z, smallest]));
        var small = AddOfSmall(graph, graph.AddNode("Min", [z, smallest]));
        return graph.AddNode("Where", [graph.AddNode("Less", [z, smallest]), small, large]);
    }

    /// <summary>
    /// Adds r(x) = log(x!) - x log(max(x, 1)) + x of counts, which is log(2 pi x)/2 + s(x) for x above 0: a table up to 15, then two terms,
    /// whose error is below 1E-6.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The counts.</param>
    /// <param name="prefix">The prefix of the names of constants.</param>
    public static OnnxValue AddOfFactorials(OnnxGraphBuilder graph, OnnxValue x, string prefix)
    {
        var table = new float[TableSize];
        double logFactorial = 0;
        for (var i = 1; i < table.Length; i++)
        {
            logFactorial += Math.Log(i);
            table[i] = (float)(logFactorial - (i * Math.Log(i)) + i);
        }

        var last = graph.AddScalar(table.Length - 1);
        var toIndex = OnnxAttribute.Integer("to", (long)OnnxElementType.Int64);
        var index = graph.AddNode("Cast", [graph.AddNode("Min", [x, last])], toIndex);
        var small = graph.AddNode("Gather", [graph.AddInitializer($"{prefix}.rests", table, table.Length), index]);
        var large = graph.AddNode("Max", [x, last]);
        var logarithm = graph.AddNode("Log", [graph.AddNode("Mul", [large, graph.AddScalar((float)(2 * Math.PI))])]);
        var half = graph.AddNode("Mul", [logarithm, graph.AddScalar(0.5f)]);
        var ofLarge = graph.AddNode("Add", [half, graph.AddNode("Div", [graph.AddScalar(1 / 12f), large])]);
        return graph.AddNode("Where", [graph.AddNode("Greater", [x, last]), ofLarge, small]);
    }

    /// <summary>Adds s(z) = (z + 3.5) log(z + 4) - 4 + s(z + 4) - log((z + 1)(z + 2)(z + 3)) - (z + 1/2) log z.</summary>
    private static OnnxValue AddOfSmall(OnnxGraphBuilder graph, OnnxValue z)
    {
        var shifted = AddSum(graph, z, Smallest);
        var product = graph.AddNode(
            "Mul",
            [AddSum(graph, z, 1), graph.AddNode("Mul", [AddSum(graph, z, 2), AddSum(graph, z, 3)])]
        );
        var ofShifted = graph.AddNode("Mul", [AddSum(graph, z, Smallest - 0.5f), graph.AddNode("Log", [shifted])]);
        var ofZ = graph.AddNode("Mul", [AddSum(graph, z, 0.5f), graph.AddNode("Log", [z])]);
        var logarithms = graph.AddNode("Add", [graph.AddNode("Log", [product]), ofZ]);
        var difference = graph.AddNode("Sub", [AddSum(graph, ofShifted, -Smallest), logarithms]);
        return graph.AddNode("Add", [difference, AddSeries(graph, shifted)]);
    }

    private static OnnxValue AddSeries(OnnxGraphBuilder graph, OnnxValue z)
    {
        var inverse = graph.AddNode("Reciprocal", [z]);
        var square = graph.AddNode("Mul", [inverse, inverse]);
        var last = AddSum(graph, graph.AddNode("Mul", [square, graph.AddScalar(1 / 1260f)]), -1 / 360f);
        return graph.AddNode("Mul", [inverse, AddSum(graph, graph.AddNode("Mul", [square, last]), 1 / 12f)]);
    }

    private static OnnxValue AddSum(OnnxGraphBuilder graph, OnnxValue value, float summand) =>
        graph.AddNode("Add", [value, graph.AddScalar(summand)]);
}
