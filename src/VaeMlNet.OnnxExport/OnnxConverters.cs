using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using TorchSharp;
using VaeMlNet.OnnxExport.Converters;

namespace VaeMlNet.OnnxExport;

/// <summary>
/// The table of module types that can be exported. Immutable: <see cref="With{TModule}"/> returns a larger table, so a
/// converter registered in one place never changes exports elsewhere. Safe to use from several threads.
/// </summary>
/// <remarks>
/// A type is matched exactly. A class derived from a known one may override <c>forward</c>, so it is not taken for it.
/// </remarks>
public sealed class OnnxConverters
{
    private readonly ImmutableDictionary<Type, OnnxModuleConverter<torch.nn.Module>> converters;

    private OnnxConverters(ImmutableDictionary<Type, OnnxModuleConverter<torch.nn.Module>> converters) =>
        this.converters = converters;

    /// <summary>Sequential, Linear, Identity, Dropout, Flatten, Unflatten and the activations listed in the README.</summary>
    public static OnnxConverters Default { get; } =
        new OnnxConverters(ImmutableDictionary<Type, OnnxModuleConverter<torch.nn.Module>>.Empty)
            .WithContainers()
            .WithLinear()
            .WithActivations()
            .WithReshaping();

    /// <summary>The types with a converter, by name.</summary>
    public IReadOnlyList<Type> ModuleTypes =>
        [.. converters.Keys.OrderBy(type => type.FullName, StringComparer.Ordinal)];

    /// <summary>This table and one converter more; a converter for the same type is replaced.</summary>
    /// <typeparam name="TModule">The type whose modules it converts; not those of derived types.</typeparam>
    /// <param name="convert">Adds such a module to a graph.</param>
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
        where TModule : torch.nn.Module
    {
        ArgumentNullException.ThrowIfNull(convert);
        return new OnnxConverters(
            converters.SetItem(
                typeof(TModule),
                (graph, module, input, path) => convert(graph, (TModule)module, input, path)
            )
        );
    }

    internal bool TryGet(Type type, [NotNullWhen(true)] out OnnxModuleConverter<torch.nn.Module>? convert) =>
        converters.TryGetValue(type, out convert);
}
