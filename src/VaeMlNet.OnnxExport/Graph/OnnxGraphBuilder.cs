namespace VaeMlNet.OnnxExport;

/// <summary>Builds one ONNX model. Declare inputs, add nodes and whole TorchSharp modules, name outputs, then save it.</summary>
/// <remarks>
/// The same calls give the same bytes on every machine. Nodes are written in the order in which they were added, so that every
/// value exists before it is used. Thread safety: not thread-safe.
/// </remarks>
public sealed partial class OnnxGraphBuilder
{
    private readonly string graphName;
    private readonly OnnxConverters converters;
    private readonly HashSet<string> valueNames = new(StringComparer.Ordinal);
    private readonly HashSet<string> nodeNames = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> nodeNumbers = new(StringComparer.Ordinal); // the next number to try, by name
    private readonly SortedDictionary<string, string> metadata = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OnnxValue> constants = new(StringComparer.Ordinal);
    private readonly List<OnnxValue> inputs = [];
    private readonly List<OnnxTensor> initializers = [];
    private readonly List<GraphNode> nodes = [];
    private readonly HashSet<OnnxValue> resultsToName = []; // results of nodes that are not yet outputs of the graph
    private readonly List<(OnnxValue Value, IReadOnlyList<OnnxDimension> Shape)> outputs = [];

    /// <summary>Creates an empty graph.</summary>
    /// <param name="graphName">The name of the graph, which viewers show.</param>
    /// <param name="converters">The module types that can be exported; null for <see cref="OnnxConverters.Default"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="graphName"/> is null or empty.</exception>
    public OnnxGraphBuilder(string graphName, OnnxConverters? converters = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(graphName);
        this.graphName = graphName;
        this.converters = converters ?? OnnxConverters.Default;
    }

    /// <summary>
    /// Gets or sets the model's doc string: a description for people of what it computes. Default: null, which means none.
    /// </summary>
    public string? Description { get; set; }

    /// <summary>Gets or sets the version of ONNX's operator set for the nodes. Default: 17.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The version is outside <see cref="OnnxExportOptions.OldestOpset"/> to <see cref="OnnxExportOptions.NewestOpset"/>.
    /// </exception>
    public int Opset
    {
        get;
        init => field = OnnxOpset.Checked(value);
    } = OnnxOpset.Default;

    /// <summary>
    /// Gets or sets a value indicating whether batch norms are merged into the layer before them. See <see
    /// cref="OnnxExportOptions.FoldBatchNorm"/>. Default: true.
    /// </summary>
    public bool FoldBatchNorm { get; set; } = true;

    /// <summary>Gets or sets the format of stored weights. Default: <see cref="OnnxWeightFormat.Float32"/>.</summary>
    public OnnxWeightFormat WeightFormat { get; set; }

    /// <summary>Adds or replaces an entry of the model's metadata, which every ONNX runtime passes to its caller.</summary>
    /// <param name="key">The name of the entry.</param>
    /// <param name="value">The text of the entry.</param>
    /// <exception cref="ArgumentException"><paramref name="key"/> is null or empty, or <paramref name="value"/> null.</exception>
    public void AddMetadata(string key, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentNullException.ThrowIfNull(value);
        metadata[key] = value;
    }

    /// <summary>Declares an input of the graph.</summary>
    /// <param name="name">The name of the input for callers.</param>
    /// <param name="type">The element type.</param>
    /// <param name="shape">
    /// One entry per axis: a number, or a symbol such as "N" for an axis whose size is chosen at run time.
    /// </param>
    /// <returns>The input, for nodes and modules to read.</returns>
    /// <exception cref="OnnxExportException">The name exists already.</exception>
    public OnnxValue AddInput(string name, OnnxElementType type, params OnnxDimension[] shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        Reserve(name, "input");
        var input = new OnnxValue(this, name, type, [.. shape]);
        inputs.Add(input);
        return input;
    }

    /// <summary>Adds an operator with one result, or one whose further results are not used.</summary>
    /// <param name="operatorType">The operator of the opset, such as "Gemm".</param>
    /// <param name="inputs">The inputs in order; <see cref="OnnxValue.Omitted"/> for an omitted optional input.</param>
    /// <param name="attributes">The attributes of the node.</param>
    /// <returns>The first result.</returns>
    /// <exception cref="OnnxExportException">An input belongs to another graph, or shapes cannot be combined.</exception>
    public OnnxValue AddNode(string operatorType, OnnxValue[] inputs, params OnnxAttribute[] attributes) =>
        AddNode(operatorType, inputs, 1, attributes)[0];

    /// <summary>Adds a conversion of values to another type.</summary>
    /// <param name="values">The values.</param>
    /// <param name="type">The type of the result.</param>
    /// <exception cref="OnnxExportException">The values belong to another graph.</exception>
    public OnnxValue AddCast(OnnxValue values, OnnxElementType type) =>
        AddNode("Cast", [values], OnnxAttribute.Integer("to", (long)type));

    /// <summary>Adds an operator with several results, such as <c>Split</c>.</summary>
    /// <param name="operatorType">The operator of the opset.</param>
    /// <param name="inputs">The inputs in order; <see cref="OnnxValue.Omitted"/> for an omitted optional input.</param>
    /// <param name="outputCount">The number of results. Range: 1 and up.</param>
    /// <param name="attributes">The attributes of the node.</param>
    /// <returns>The results in order. They have the first input's element type unless the operator defines another.</returns>
    /// <exception cref="OnnxExportException">An input belongs to another graph, or shapes cannot be combined.</exception>
    public OnnxValue[] AddNode(
        string operatorType,
        OnnxValue[] inputs,
        int outputCount,
        params OnnxAttribute[] attributes
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(operatorType);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(attributes);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputCount, 1);
        foreach (var input in inputs.Where(input => input != OnnxValue.Omitted))
        {
            RequireOwn(input, $"{operatorType} node");
        }

        var name = MakeNodeName(Qualify(operatorType));
        var shape = outputCount == 1 ? OperatorRules.ResultShape(operatorType, name, inputs) : null;
        var results = new OnnxValue[outputCount];
        for (var i = 0; i < outputCount; i++)
        {
            var type = OperatorRules.ResultType(operatorType, i, inputs, attributes);
            results[i] = new OnnxValue(this, MakeUnique($"{name}/out{i}", valueNames), type, shape);
        }

        nodes.Add(new GraphNode(name, operatorType, scope.Description, [.. inputs], results, [.. attributes]));
        resultsToName.UnionWith(results);
        return results;
    }

    /// <summary>Declares an output of the graph. The value takes the output's name.</summary>
    /// <param name="name">The name of the output for callers.</param>
    /// <param name="value">The value. An input, a constant or another output passes through an Identity node.</param>
    /// <param name="shape">The shape. It can be omitted if <see cref="OnnxValue.Shape"/> is known.</param>
    /// <exception cref="OnnxExportException">
    /// The name exists already, the value belongs to another graph, or its shape is unknown or differs from the known one.
    /// </exception>
    public void AddOutput(string name, OnnxValue value, params OnnxDimension[] shape)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(shape);
        RequireOwn(value, $"output '{name}'");
        if (shape.Length > 0)
        {
            value.DeclareShape(shape);
        }

        if (value.Shape is null)
        {
            throw new OnnxExportException(
                $"The shape of output '{name}' ({value}) is not known. Pass it to AddOutput, "
                    + "or have the converter that made the value call DeclareShape."
            );
        }

        Reserve(name, "output");
        if (!resultsToName.Remove(value))
        {
            value = AddNode("Identity", [value]);
            resultsToName.Remove(value);
        }

        valueNames.Remove(value.Name);
        value.Name = name;
        outputs.Add((value, value.Shape!));
    }

    private void RequireOwn(OnnxValue value, string user)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Graph != this)
        {
            throw new OnnxExportException(
                $"The {user} of graph '{graphName}' reads '{value.Name}', which belongs to another graph. "
                    + "Use values that this builder made."
            );
        }
    }

    private void Reserve(string name, string what)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!valueNames.Add(name))
        {
            throw new OnnxExportException(
                $"The graph '{graphName}' already has a tensor named '{name}', so an {what} cannot have the same name. "
                    + "Names of inputs, outputs and initializers must differ: choose another name."
            );
        }
    }

    // Continues from the last number of the name, because a table has nodes of one operator for each of its thousands of
    // columns.
    private string MakeNodeName(string name)
    {
        var number = nodeNumbers.GetValueOrDefault(name);
        var unique = name;
        if (number > 0)
        {
            unique = FormattableString.Invariant($"{name}_{number}");
        }

        while (!nodeNames.Add(unique))
        {
            unique = FormattableString.Invariant($"{name}_{++number}");
        }

        nodeNumbers[name] = number + 1;
        return unique;
    }

    private static string MakeUnique(string name, HashSet<string> taken)
    {
        var unique = FindUnique(name, taken);
        taken.Add(unique);
        return unique;
    }

    private static string FindUnique(string name, HashSet<string> taken)
    {
        var unique = name;
        for (var i = 1; taken.Contains(unique); i++)
        {
            unique = FormattableString.Invariant($"{name}_{i}");
        }

        return unique;
    }
}
