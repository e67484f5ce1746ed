namespace VaeMlNet.OnnxExport;

/// <summary>
/// The nodes and constants of a finished graph, for the passes that rewrite them before they are written. A pass works on a
/// copy, so that a builder can be saved again.
/// </summary>
internal sealed class GraphContents
{
    private readonly Dictionary<string, OnnxTensor> constants;
    private readonly HashSet<OnnxValue> outputs;
    private readonly HashSet<string> names;

    public GraphContents(
        IEnumerable<GraphNode> nodes,
        IEnumerable<OnnxTensor> constants,
        IEnumerable<OnnxValue> outputs,
        IEnumerable<string> names
    )
    {
        Nodes = [.. nodes];
        this.constants = constants.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        this.outputs = [.. outputs];
        this.names = new HashSet<string>(names, StringComparer.Ordinal);
    }

    /// <summary>Gets the nodes in the order of computation.</summary>
    public List<GraphNode> Nodes { get; private set; }

    /// <summary>Gets the constants in the order in which they were added.</summary>
    public IEnumerable<OnnxTensor> Constants => constants.Values;

    public OnnxTensor? FindConstant(OnnxValue value) => constants.GetValueOrDefault(value.Name);

    /// <summary>
    /// Returns the node that computes a value, if only one node and no output of the graph reads the value; otherwise null.
    /// </summary>
    public GraphNode? FindOnlyProducer(OnnxValue value) =>
        outputs.Contains(value) || Nodes.Sum(node => node.Inputs.Count(input => input == value)) != 1
            ? null
            : Nodes.Find(node => node.Outputs.Contains(value));

    /// <summary>Adds a constant under its name, or under a similar name if the name exists already.</summary>
    public OnnxValue AddConstant(string name, Func<string, OnnxTensor> make)
    {
        var tensor = make(MakeUnique(name));
        constants.Add(tensor.Name, tensor);
        return new OnnxValue(null, tensor.Name, tensor.ElementType, [.. tensor.Shape.Select(OnnxDimension.FromInt64)]);
    }

    /// <summary>Creates a node with one result.</summary>
    public GraphNode MakeNode(
        string operatorType,
        GraphNode origin,
        OnnxValue[] inputs,
        OnnxElementType resultType,
        params OnnxAttribute[] attributes
    )
    {
        var name = MakeUnique($"{origin.Name}/{operatorType}");
        var result = new OnnxValue(null, name, resultType, null);
        return new GraphNode(name, operatorType, origin.Description, inputs, [result], attributes);
    }

    public void Replace(GraphNode old, params IEnumerable<GraphNode> replacements)
    {
        var place = Nodes.IndexOf(old);
        Nodes.RemoveAt(place);
        Nodes.InsertRange(place, replacements);
    }

    /// <summary>Makes every node read other values. Values that <paramref name="replace"/> returns unchanged stay.</summary>
    public void ReplaceInputs(Func<OnnxValue, OnnxValue> replace) =>
        Nodes = [.. Nodes.Select(node => node with { Inputs = [.. node.Inputs.Select(replace)] })];

    /// <summary>Removes those of the given constants that no node reads.</summary>
    public void DropUnused(IEnumerable<string> candidates)
    {
        var read = Nodes.SelectMany(node => node.Inputs).Select(input => input.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var name in candidates.Where(name => !read.Contains(name)).ToArray())
        {
            constants.Remove(name);
        }
    }

    private string MakeUnique(string name)
    {
        var unique = name;
        for (var i = 1; !names.Add(unique); i++)
        {
            unique = FormattableString.Invariant($"{name}_{i}");
        }

        return unique;
    }
}

/// <summary>One operator in the graph under construction.</summary>
internal sealed record GraphNode(
    string Name,
    string OperatorType,
    string Description,
    OnnxValue[] Inputs,
    OnnxValue[] Outputs,
    OnnxAttribute[] Attributes
)
{
    /// <summary>Returns the value of an attribute; null if the node does not have it.</summary>
    public object? Find(string attribute) => Attributes.FirstOrDefault(item => item.Name == attribute)?.Value;
}

/// <summary>Nodes that will replace another node, in the order of computation.</summary>
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
