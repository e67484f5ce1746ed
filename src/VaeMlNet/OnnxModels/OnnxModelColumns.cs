namespace VaeMlNet;

/// <summary>The inputs and outputs of a model that become columns, and the shapes that replace declared ones.</summary>
/// <param name="Outputs">The names of the outputs. Empty means all outputs.</param>
/// <param name="Inputs">The names of the inputs. Empty means all inputs.</param>
/// <param name="Shapes">Sizes that replace open dimensions, by the name of the input or output.</param>
internal sealed record OnnxModelColumns(
    IReadOnlyList<string> Outputs,
    IReadOnlyList<string> Inputs,
    Dictionary<string, int[]> Shapes
)
{
    // The parameters of the public methods that receive these names.
    private const string OutputsParameter = nameof(ApplyOnnxModelBatchedOptions.OutputColumns);
    private const string InputsParameter = nameof(ApplyOnnxModelBatchedOptions.InputColumns);

    /// <exception cref="ArgumentException">A name is empty, or a shape is null.</exception>
    public static OnnxModelColumns From(
        IReadOnlyList<string>? outputs,
        IReadOnlyList<string>? inputs,
        IDictionary<string, int[]>? shapes
    ) =>
        new(
            Checked(outputs, OutputsParameter),
            Checked(inputs, InputsParameter),
            shapes?.ToDictionary(s => s.Key, s => (int[])(s.Value ?? throw ModelErrors.NullShape(s.Key)).Clone()) ?? []
        );

    /// <exception cref="ArgumentOutOfRangeException">The model has no input of that name, or a shape does not fit.</exception>
    /// <exception cref="ArgumentException">A required input is not named.</exception>
    public ModelTensor[] InputsOf(OnnxGraphSummary graph)
    {
        OnnxTensorInfo[] needed = [.. graph.Inputs.Where(i => !IsUnused(i.Name, ".unusedInput"))];
        var chosen =
            Inputs.Count == 0 ? needed : Choose("Input", Inputs, [.. needed, .. graph.OptionalInputs], InputsParameter);
        return needed.FirstOrDefault(i => !chosen.Contains(i)) is { } missing
            ? throw ModelErrors.InputNotGiven(missing, InputsParameter)
            : Tensors("Input", chosen);
    }

    /// <exception cref="ArgumentOutOfRangeException">The model has no output of that name, or a shape does not fit.</exception>
    public ModelTensor[] OutputsOf(OnnxGraphSummary graph)
    {
        OnnxTensorInfo[] given = [.. graph.Outputs.Where(o => !IsUnused(o.Name, ".unusedOutput"))];
        var chosen = Outputs.Count == 0 ? given : Choose("Output", Outputs, given, OutputsParameter);
        return Tensors("Output", chosen);
    }

    private ModelTensor[] Tensors(string role, OnnxTensorInfo[] chosen) =>
        chosen.Length == 0
            ? throw ModelErrors.NoTensors(role)
            : [.. chosen.Select(t => new ModelTensor(role, t, Shapes))];

    private static string[] Checked(IReadOnlyList<string>? names, string parameter)
    {
        ArgumentNullException.ThrowIfNull(names, parameter);
        foreach (var name in names)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(name, parameter);
        }

        return [.. names];
    }

    private static OnnxTensorInfo[] Choose(
        string role,
        IEnumerable<string> names,
        OnnxTensorInfo[] available,
        string parameter
    ) =>
        [
            .. names.Select(name =>
                Array.Find(available, t => t.Name == name)
                ?? throw ModelErrors.NoSuchTensor(role, name, parameter, available)
            ),
        ];

    /// <summary>
    /// Returns whether a column is marked as unused. ML.NET's own exporter marks columns that a graph only passes through.
    /// </summary>
    private static bool IsUnused(string name, string ending) =>
        name.StartsWith("mlnet.", StringComparison.Ordinal) && name.EndsWith(ending, StringComparison.Ordinal);
}
