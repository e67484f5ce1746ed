namespace VaeMlNet;

/// <summary>Infers element types and shapes through a graph, node by node, by the rules of <see cref="OperatorTable"/>.</summary>
/// <param name="fileLength">The size of the file in bytes. It limits the values that are computed from constants.</param>
internal sealed class GraphInference(long fileLength)
{
    private const int MostInputsOfANode = 100_000;

    private readonly Dictionary<string, GraphValue> values = new(StringComparer.Ordinal);
    private int nodes;
    private long total;
    private long constants;
    private long operations;

    /// <summary>Gets the values by name.</summary>
    public IReadOnlyDictionary<string, GraphValue> Values => values;

    /// <summary>Adds an input or an initializer.</summary>
    public void Add(string name, GraphValue value)
    {
        if (name.Length == 0 || !values.TryAdd(name, value))
        {
            throw new InvalidDataException($"it has no name for a value, or two values named '{name}'");
        }

        if (values.Count > GraphLimits.MostValues)
        {
            throw new InvalidDataException($"it has more than {GraphLimits.MostValues} values");
        }
    }

    /// <summary>Checks a node and adds its results.</summary>
    public void Add(OnnxNode node)
    {
        try
        {
            if (++nodes > GraphLimits.MostNodes)
            {
                throw new InvalidDataException($"the graph has more than {GraphLimits.MostNodes} nodes");
            }

            AddResults(node);
        }
        catch (Exception e) when (e is InvalidDataException or OverflowException)
        {
            throw new InvalidDataException($"its node '{node.Name}' ({node.Operator}) is not accepted: {e.Message}", e);
        }
    }

    private void AddResults(OnnxNode node)
    {
        if (node.Inputs.Count is 0 or > MostInputsOfANode)
        {
            throw new InvalidDataException($"it has {node.Inputs.Count} inputs");
        }
        // ONNX Runtime's kernels recognize an omitted input in the middle, but read an omitted input at the end as a value.
        if (node.Inputs[^1].Length == 0)
        {
            throw new InvalidDataException("its last input has no name");
        }

        GraphValue?[] inputs = [.. node.Inputs.Select(Find)];
        var call = new NodeCall(node, inputs);
        var results = OperatorTable.Apply(node.Operator, call);
        var isConstant = inputs.All(input => input is null or { IsConstant: true });
        for (var i = 0; i < results.Length; i++)
        {
            Count(results[i], isConstant);
            Add(node.Outputs[i], results[i] with { IsConstant = isConstant });
        }

        operations = Bounded(operations + call.Operations, GraphLimits.MostOperations, "multiplications");
    }

    private GraphValue? Find(string name) =>
        name.Length == 0 ? null
        : values.TryGetValue(name, out var value) ? value
        : throw new InvalidDataException($"it reads '{name}', which no earlier node computes");

    private void Count(GraphValue value, bool isConstant)
    {
        if (value.Rank > GraphLimits.MostAxes)
        {
            throw new InvalidDataException(
                $"its result has {value.Rank} axes, expected at most {GraphLimits.MostAxes}"
            );
        }

        var count = value.Size.Count;
        total = Bounded(total + count, GraphLimits.LargestTotal, "elements");
        if (isConstant)
        {
            var most = GraphLimits.LargestComputedConstants + fileLength;
            constants = Bounded(constants + count, most, "elements that are computed from constants");
        }
    }

    private static long Bounded(long value, long most, string what) =>
        value <= most
            ? value
            : throw new InvalidDataException($"up to this node, the graph has more than {most} {what} for each row");
}
