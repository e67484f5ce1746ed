using VaeMlNet.OnnxExport;

namespace VaeMlNet;

/// <summary>Adds nodes that compute log(1 + exp(x)). The result is finite in any runtime for any finite x.</summary>
/// <remarks>
/// The nodes use operators that runtimes vectorize. On x64, ONNX Runtime 1.29 takes 12.5 ns per number for <c>Softplus</c>,
/// which was more than a third of a scorer's time, and 2.5 ns for these nodes.
/// </remarks>
internal static class SoftplusNodes
{
    /// <summary>Adds log(1 + exp(x)) = max(x, 0) + log(1 + exp(-|x|)).</summary>
    public static OnnxValue Add(OnnxGraphBuilder graph, OnnxValue x) =>
        graph.AddNode("Add", [graph.AddNode("Relu", [x]), AddTail(graph, x)]);

    /// <summary>Adds log(1 + exp(-|x|)), the remainder without max(x, 0).</summary>
    public static OnnxValue AddTail(OnnxGraphBuilder graph, OnnxValue x)
    {
        var power = graph.AddNode("Exp", [graph.AddNode("Neg", [graph.AddNode("Abs", [x])])]); // in (0, 1]
        return graph.AddNode("Log", [graph.AddNode("Add", [power, graph.AddScalar(1)])]);
    }
}
