using VaeMlNet.OnnxExport;

namespace VaeMlNet;

/// <summary>Adds nodes that compute log(count!), because ONNX has no operator for it.</summary>
/// <remarks>
/// Counts up to 1023 use a table. Larger counts use Stirling's series up to the term 1/(12 z), whose error is then below 1E-11
/// (Abramowitz &amp; Stegun 1964, 6.1.41).
/// </remarks>
internal sealed class LogFactorialNodes
{
    private const int TableSize = 1024;

    private static readonly float HalfLogTwoPi = (float)(0.5 * Math.Log(2 * Math.PI));

    private readonly OnnxGraphBuilder graph;
    private readonly OnnxValue table;

    public LogFactorialNodes(OnnxGraphBuilder graph, string prefix)
    {
        this.graph = graph;
        var logarithms = new float[TableSize];
        double sum = 0;
        for (var i = 1; i < TableSize; i++)
        {
            sum += Math.Log(i);
            logarithms[i] = (float)sum;
        }

        table = graph.AddInitializer($"{prefix}.log_factorials", logarithms, TableSize);
    }

    /// <summary>Adds log(count!) of each element, of the same shape.</summary>
    public OnnxValue Add(OnnxValue counts)
    {
        var last = graph.AddScalar(TableSize - 1);
        var within = graph.AddNode("Min", [counts, last]);
        var index = graph.AddCast(within, OnnxElementType.Int64);
        var small = graph.AddNode("Gather", [table, index]);
        var isLarge = graph.AddNode("Greater", [counts, last]);
        return graph.AddNode("Where", [isLarge, AddStirling(graph.AddNode("Max", [counts, last])), small]);
    }

    /// <summary>Adds log(x!) = (x + 1/2) log x - x + log(2 pi)/2 + 1/(12 x).</summary>
    private OnnxValue AddStirling(OnnxValue x)
    {
        var power = graph.AddNode("Mul", [graph.AddNode("Add", [x, graph.AddScalar(0.5f)]), graph.AddNode("Log", [x])]);
        var difference = graph.AddNode("Sub", [power, x]);
        var correction = graph.AddNode("Div", [graph.AddScalar(1 / 12f), x]);
        var tail = graph.AddNode("Add", [correction, graph.AddScalar(HalfLogTwoPi)]);
        return graph.AddNode("Add", [difference, tail]);
    }
}
