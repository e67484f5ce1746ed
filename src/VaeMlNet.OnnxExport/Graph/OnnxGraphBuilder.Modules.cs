using TorchSharp;

namespace VaeMlNet.OnnxExport;

public sealed partial class OnnxGraphBuilder
{
    private readonly List<string> warnings = [];
    private ExportScope scope = ExportScope.Graph;

    /// <summary>
    /// Gets a warning for each added module that TorchSharp itself does not compute by its definition, so that its results
    /// differ from the graph's.
    /// </summary>
    /// <value>Default: empty. Assumes that modules are run by their <c>forward</c>.</value>
    public IReadOnlyList<string> Warnings => warnings;

    /// <summary>Gets the current module for messages, such as "encoder.2 (MyBlock)".</summary>
    internal string CurrentModule => scope.Description;

    /// <summary>
    /// Adds the inference-time computation of a TorchSharp module with one input and one output (dropout is off, whatever mode
    /// the module is in). The method adds the children of Sequential in order, uses the converter of the module's exact type,
    /// or calls the module itself if it implements <see cref="IOnnxExportable"/>. It never guesses the order of another
    /// module's children.
    /// </summary>
    /// <param name="module">The module, on any device. It is not changed.</param>
    /// <param name="input">The argument of <c>forward</c>.</param>
    /// <param name="path">
    /// The path of the module in the tree, as in a state dictionary: "encoder.2"; "" for the root. A leading dot is removed, so
    /// that <c>$"{path}.child"</c> is also correct at the root.
    /// </param>
    /// <returns>The result of <c>forward</c>.</returns>
    /// <exception cref="OnnxExportException">
    /// The module, or one of its children, has no converter and does not implement <see cref="IOnnxExportable"/>; or it does
    /// not fit its input. The message names its path and type.
    /// </exception>
    public OnnxValue AddModule(torch.nn.Module module, OnnxValue input, string path)
    {
        ArgumentNullException.ThrowIfNull(input);
        return AddModule(module, [input], path, results => RequireOne(results, "output"));
    }

    /// <summary>Adds the inference-time computation of a TorchSharp module with any number of inputs and outputs.</summary>
    /// <param name="module">The module, on any device. It is not changed.</param>
    /// <param name="inputs">The arguments of <c>forward</c>, in its order.</param>
    /// <param name="path">The path of the module in the tree, as in a state dictionary: "encoder.2"; "" for the root.</param>
    /// <returns>The results of <c>forward</c>: one value, or the elements of its tuple in order.</returns>
    /// <inheritdoc cref="AddModule(torch.nn.Module, OnnxValue, string)" path="/exception"/>
    public OnnxValue[] AddModule(torch.nn.Module module, OnnxValue[] inputs, string path)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return AddModule(module, inputs, path, results => results);
    }

    /// <summary>
    /// Adds a module's parameter or buffer as a float32 constant. It can be on any device and have any precision.
    /// </summary>
    /// <param name="name">The key of the state dictionary, <c>$"{path}.weight"</c>. A leading dot is removed.</param>
    /// <param name="tensor">A floating-point tensor. It is copied.</param>
    /// <returns>The constant, for nodes to read.</returns>
    /// <exception cref="OnnxExportException">
    /// The name exists already, the tensor is not floating-point, or a number is too large for float32.
    /// </exception>
    public OnnxValue AddParameter(string name, torch.Tensor tensor)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(tensor);
        var key = name.TrimStart('.');
        return AddInitializer(key, ParameterData.ToFloat32(key, tensor), tensor.shape);
    }

    internal void RequireFloat32(OnnxValue input)
    {
        if (input.ElementType != OnnxElementType.Float32)
        {
            throw new OnnxExportException(
                $"Module '{CurrentModule}' is exported in Float32, but its input is {input}. "
                    + "Declare the graph's input as Float32, or add a Cast node before the module."
            );
        }
    }

    /// <summary>
    /// Returns the only value of a module's inputs or outputs. Throws an error that names the module if there are several.
    /// </summary>
    internal OnnxValue RequireOne(OnnxValue[] values, string what) =>
        values.Length == 1
            ? values[0]
            : throw new OnnxExportException(
                $"Module '{CurrentModule}' is exported with {values.Length} {what}s where it has one. Pass the values "
                    + "that forward takes, and call AddModule with an array for a module of several inputs or outputs."
            );

    private TResult AddModule<TResult>(
        torch.nn.Module module,
        OnnxValue[] inputs,
        string path,
        Func<OnnxValue[], TResult> select
    )
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(path);
        var outer = scope;
        scope = new ExportScope(path.TrimStart('.'), module.GetType());
        try
        {
            foreach (var input in inputs)
            {
                RequireOwn(input, $"module '{CurrentModule}'");
            }

            if (TorchSharpFaults.Find(module) is { } fault)
            {
                warnings.Add($"Module '{CurrentModule}' is exported as it is defined, but TorchSharp 0.107.0 {fault}.");
            }

            var results = Convert(module, inputs);
            if (results is null or [] || results.Contains(null))
            {
                throw new OnnxExportException(
                    $"The converter of module '{CurrentModule}' returned no value. Return what forward would return."
                );
            }

            foreach (var result in results)
            {
                RequireOwn(result, $"module '{CurrentModule}'");
            }

            return select(results);
        }
        finally
        {
            scope = outer;
        }
    }

    private OnnxValue[]? Convert(torch.nn.Module module, OnnxValue[] inputs)
    {
        if (converters.TryGet(module.GetType(), out var convert))
        {
            return convert(this, module, inputs, scope.Path);
        }

        if (module is IOnnxExportable exportable)
        {
            return exportable.ExportTo(this, inputs, scope.Path);
        }

        var known = converters.ModuleTypes.FirstOrDefault(type => type.IsInstanceOfType(module));
        var hint = known is null
            ? ""
            : $" It derives from {known.Name}, but can override forward, so that converter is not used.";
        throw new OnnxExportException(
            $"Module '{CurrentModule}' cannot be exported: {module.GetType().FullName} has no ONNX converter.{hint} "
                + $"Implement {nameof(IOnnxExportable)} on it, or register a converter with "
                + $"{nameof(OnnxConverters)}.{nameof(OnnxConverters.Default)}.{nameof(OnnxConverters.With)}<{module.GetType().Name}>(...)."
        );
    }

    private string Qualify(string name) => scope.Path.Length == 0 ? name : $"{scope.Path}/{name}";
}

/// <summary>The exported module: its path in the tree ("" for the root) and its type.</summary>
internal sealed record ExportScope(string Path, Type? ModuleType)
{
    public static ExportScope Graph { get; } = new("", null);

    /// <summary>Gets the description of the module, such as "encoder.2 (MyBlock)"; empty outside any module.</summary>
    public string Description =>
        ModuleType is null ? ""
        : Path.Length == 0 ? ModuleType.Name
        : $"{Path} ({ModuleType.Name})";
}
