using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using TorchSharp;

namespace VaeMlNet.OnnxExport;

/// <summary>
/// The table of module types that can be exported. Immutable: <see cref="With{TModule}(OnnxModuleConverter{TModule})"/>
/// returns a larger table, so a converter registered in one place never changes exports elsewhere. Safe to use from
/// several threads.
/// </summary>
/// <remarks>
/// A type is matched exactly. A class derived from a known one may override <c>forward</c>, so it is not taken for it.
/// </remarks>
public sealed class OnnxConverters
{
    private readonly ImmutableDictionary<Type, RegisteredConverter> converters;

    private OnnxConverters(ImmutableDictionary<Type, RegisteredConverter> converters)
    {
        this.converters = converters;
    }

    /// <summary>The modules listed in the README.</summary>
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

    /// <summary>The types with a converter, by name.</summary>
    public IReadOnlyList<Type> ModuleTypes =>
        [.. converters.Keys.OrderBy(type => type.FullName, StringComparer.Ordinal)];

    /// <summary>Returns the ONNX form of each module type, in Markdown, ordered by name; null for converters of users.</summary>
    internal IEnumerable<(Type ModuleType, string? OnnxForm)> Describe() =>
        ModuleTypes.Select(type => (type, converters[type].OnnxForm));

    /// <summary>This table and one converter more; a converter for the same type is replaced.</summary>
    /// <typeparam name="TModule">The type whose modules it converts; not those of derived types.</typeparam>
    /// <param name="convert">Adds such a module, of one input and one output, to a graph.</param>
    /// <returns>A new table.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="convert"/> is null.</exception>
    /// <example>
    /// <code>
    /// var converters = OnnxConverters.Default.With&lt;Swish&gt;((graph, swish, input, path) =>
    ///     graph.AddNode("Mul", [input, graph.AddNode("Sigmoid", [input])]));
    /// OnnxExporter.Export(model, [784], "model.onnx", new OnnxExportOptions { Converters = converters });
    /// </code>
    /// </example>
    public OnnxConverters With<TModule>(OnnxModuleConverter<TModule> convert)
        where TModule : torch.nn.Module => With(null, convert);

    /// <summary>This table and one converter more, for modules of several inputs or outputs.</summary>
    /// <typeparam name="TModule">The type whose modules it converts; not those of derived types.</typeparam>
    /// <param name="convert">Adds such a module to a graph.</param>
    /// <returns>A new table; a converter for the same type is replaced in it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="convert"/> is null.</exception>
    public OnnxConverters WithSeveralInputs<TModule>(OnnxSeveralInputsConverter<TModule> convert)
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

    internal OnnxConverters With<TModule>(string? onnxForm, OnnxModuleConverter<TModule> convert)
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

    internal bool TryGet(Type type, [NotNullWhen(true)] out OnnxSeveralInputsConverter<torch.nn.Module>? convert)
    {
        convert = converters.TryGetValue(type, out var registered) ? registered.Convert : null;
        return convert is not null;
    }

    private OnnxConverters With(Type type, RegisteredConverter converter) => new(converters.SetItem(type, converter));

    private sealed record RegisteredConverter(OnnxSeveralInputsConverter<torch.nn.Module> Convert, string? OnnxForm);
}
