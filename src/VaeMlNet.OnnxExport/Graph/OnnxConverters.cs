using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using TorchSharp;
using ModuleConverter = System.Func<
    VaeMlNet.OnnxExport.OnnxGraphBuilder,
    TorchSharp.torch.nn.Module,
    VaeMlNet.OnnxExport.OnnxValue[],
    string,
    VaeMlNet.OnnxExport.OnnxValue[]
>;

namespace VaeMlNet.OnnxExport;

/// <summary>
/// The table of module types that can be exported. It is immutable: <c>With</c> returns a larger table, so that a converter never changes
/// exports elsewhere. Thread safety: may be used from several threads at once.
/// </summary>
/// <remarks>
/// Types are matched exactly. A derived class can override <c>forward</c>, so the converter of its base class is not used.
/// </remarks>
public sealed class OnnxConverters
{
    private readonly ImmutableDictionary<Type, RegisteredConverter> converters;

    private OnnxConverters(ImmutableDictionary<Type, RegisteredConverter> converters)
    {
        this.converters = converters;
    }

    /// <summary>Gets the table of the modules listed in the README.</summary>
    public static OnnxConverters Default { get; } =
        new OnnxConverters(ImmutableDictionary<Type, RegisteredConverter>.Empty)
            .WithContainers()
            .WithLinear()
            .WithConvolutions()
            .WithNormalization()
            .WithActivations()
            .WithPiecewiseActivations()
            .WithPooling()
            .WithAdaptivePooling()
            .WithPadding()
            .WithPixelShuffling()
            .WithUpsampling()
            .WithEmbeddings()
            .WithReshaping();

    /// <summary>Gets the types with a converter, by name.</summary>
    public IReadOnlyList<Type> ModuleTypes =>
        [.. converters.Keys.OrderBy(type => type.FullName, StringComparer.Ordinal)];

    /// <summary>Returns the ONNX form of each module type in Markdown, ordered by name; null for converters of users.</summary>
    internal IEnumerable<(Type ModuleType, string? OnnxForm)> Describe() =>
        ModuleTypes.Select(type => (type, converters[type].OnnxForm));

    /// <summary>Returns this table with one more converter. A converter for the same type is replaced.</summary>
    /// <typeparam name="TModule">The type of the modules. Derived types are not included.</typeparam>
    /// <param name="convert">
    /// Adds the inference-time computation of a module with one input and one output to a graph. It receives the graph; the module, of which it
    /// reads settings and parameters without changing them; the argument of <c>forward</c>; and the module's path in the tree, "" for the root,
    /// which is the prefix of its parameters' names. It returns the result of <c>forward</c>.
    /// </param>
    /// <returns>A new table.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="convert"/> is null.</exception>
    /// <example>
    /// <code>
    /// var converters = OnnxConverters.Default.With&lt;Swish&gt;((graph, swish, input, path) =>
    ///     graph.AddNode("Mul", [input, graph.AddNode("Sigmoid", [input])]));
    /// OnnxExporter.Export(model, [784], "model.onnx", new OnnxExportOptions { Converters = converters });
    /// </code>
    /// </example>
    public OnnxConverters With<TModule>(Func<OnnxGraphBuilder, TModule, OnnxValue, string, OnnxValue> convert)
        where TModule : torch.nn.Module => With(null, convert);

    /// <summary>Returns this table with one more converter, for modules of several inputs or outputs.</summary>
    /// <typeparam name="TModule">The type of the modules. Derived types are not included.</typeparam>
    /// <param name="convert">
    /// Adds the inference-time computation of a module to a graph. It receives the graph; the module; the arguments of <c>forward</c>, in its
    /// order; and the module's path, as the converter of <c>With</c> does. It returns the results of <c>forward</c>: one value, or the elements
    /// of its tuple in order.
    /// </param>
    /// <returns>A new table. A converter for the same type is replaced.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="convert"/> is null.</exception>
    public OnnxConverters WithSeveralInputs<TModule>(
        Func<OnnxGraphBuilder, TModule, OnnxValue[], string, OnnxValue[]> convert
    )
        where TModule : torch.nn.Module
    {
        ArgumentNullException.ThrowIfNull(convert);
        return With(
            typeof(TModule),
            new RegisteredConverter(
                (graph, module, inputs, path) => convert(graph, (TModule)module, inputs, path),
                null
            )
        );
    }

    internal OnnxConverters With<TModule>(
        string? onnxForm,
        Func<OnnxGraphBuilder, TModule, OnnxValue, string, OnnxValue> convert
    )
        where TModule : torch.nn.Module
    {
        ArgumentNullException.ThrowIfNull(convert);
        return With(
            typeof(TModule),
            new RegisteredConverter(
                (graph, module, inputs, path) =>
                    [convert(graph, (TModule)module, graph.RequireOne(inputs, "input"), path)],
                onnxForm
            )
        );
    }

    internal bool TryGet(Type type, [NotNullWhen(true)] out ModuleConverter? convert)
    {
        convert = converters.TryGetValue(type, out var registered) ? registered.Convert : null;
        return convert is not null;
    }

    private OnnxConverters With(Type type, RegisteredConverter converter) => new(converters.SetItem(type, converter));

    private sealed record RegisteredConverter(ModuleConverter Convert, string? OnnxForm);
}
