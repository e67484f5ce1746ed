namespace VaeMlNet.OnnxExport;

/// <summary>Nodes that will replace another node, in the order of computation.</summary>
/// <param name="graph">The graph.</param>
/// <param name="origin">The node to replace.</param>
internal sealed class NodeList(GraphContents graph, GraphNode origin)
{
    private readonly List<GraphNode> nodes = [];

    /// <summary>Adds a node, and returns its result.</summary>
    public OnnxValue Add(
        string operatorType,
        OnnxElementType type,
        OnnxValue[] inputs,
        params OnnxAttribute[] attributes
    )
    {
        nodes.Add(graph.MakeNode(operatorType, origin, inputs, type, attributes));
        return nodes[^1].Outputs[0];
    }

    /// <summary>Returns the nodes. The last node computes the given results.</summary>
    public IReadOnlyList<GraphNode> EndingIn(OnnxValue[] results)
    {
        nodes[^1] = nodes[^1] with { Outputs = results };
        return nodes;
    }
}
