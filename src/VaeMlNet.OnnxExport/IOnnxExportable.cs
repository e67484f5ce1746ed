namespace VaeMlNet.OnnxExport;

/// <summary>
/// A TorchSharp module of your own that says how it is computed in ONNX. Implement it beside <c>forward</c>, so that
/// the two are read, and changed, together.
/// </summary>
/// <remarks>
/// For a type that you cannot change, register a converter instead: <see cref="OnnxConverters.With{TModule}"/>.
/// A class that derives from an exportable one and overrides <c>forward</c> must override <see cref="ExportTo"/> too.
/// </remarks>
/// <example>
/// <code>
/// public override Tensor forward(Tensor x) => x + body.forward(x);
///
/// public OnnxValue ExportTo(OnnxGraphBuilder graph, OnnxValue input, string path) =>
///     graph.AddNode("Add", [input, graph.AddModule(body, input, $"{path}.body")]);
/// </code>
/// </example>
public interface IOnnxExportable
{
    /// <summary>Adds the module's inference-time computation to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="input">What <c>forward</c> would be called with.</param>
    /// <param name="path">
    /// The module's path in the tree, "" for the root; the prefix for paths of its children and names of its parameters.
    /// </param>
    /// <returns>What <c>forward</c> would return.</returns>
    OnnxValue ExportTo(OnnxGraphBuilder graph, OnnxValue input, string path);
}
