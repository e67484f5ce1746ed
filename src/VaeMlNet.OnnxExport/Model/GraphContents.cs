namespace VaeMlNet.OnnxExport;

/// <summary>
/// The nodes and constants of a finished graph, for the passes that rewrite them before they are written. A pass works
/// on a copy, so a builder can be saved again.
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

    /// <summary>In the order of computation.</summary>
    public List<GraphNode> Nodes { get; private set; }

    /// <summary>In the order they were added.</summary>
    public IEnumerable<OnnxTensor> Constants => constants.Values;

    public OnnxTensor? FindConstant(OnnxValue value) => constants.GetValueOrDefault(value.Name);

    /// <summary>The node that computes a value which no other node and no output of the graph reads; null if there is none.</summary>
    public GraphNode? FindOnlyProducer(OnnxValue value) =>
        outputs.Contains(value) || Nodes.Sum(node => node.Inputs.Count(input => input == value)) != 1
            ? null
            : Nodes.Find(node => node.Outputs.Contains(value));

    /// <summary>Adds a constant under its name, or one like it where that is taken.</summary>
    public OnnxValue AddConstant(string name, Func<string, OnnxTensor> make)
    {
        var tensor = make(MakeUnique(name));
        constants.Add(tensor.Name, tensor);
        return new OnnxValue(null, tensor.Name, tensor.ElementType, [.. tensor.Shape.Select(OnnxDimension.FromInt64)]);
    }

    /// <summary>A node with one result.</summary>
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

    public OnnxValue MakeValue(string name, OnnxElementType type) => new(null, MakeUnique(name), type, null);

    public void Replace(GraphNode old, params IEnumerable<GraphNode> replacements)
    {
        var place = Nodes.IndexOf(old);
        Nodes.RemoveAt(place);
        Nodes.InsertRange(place, replacements);
    }

    /// <summary>Makes every node read other values; those that <paramref name="replace"/> gives back stay.</summary>
    public void ReplaceInputs(Func<OnnxValue, OnnxValue> replace) =>
        Nodes = [.. Nodes.Select(node => node with { Inputs = [.. node.Inputs.Select(replace)] })];

    /// <summary>Drops those of the given constants that no node reads any more.</summary>
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
