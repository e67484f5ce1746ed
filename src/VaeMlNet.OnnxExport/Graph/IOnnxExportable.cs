namespace VaeMlNet.OnnxExport;

/// <summary>
/// A TorchSharp module that defines its own computation in ONNX, such as a residual block or a module of several inputs or
/// outputs. Implement it beside <c>forward</c>, so that the two are read and changed together.
/// </summary>
/// <remarks>
/// For a type that you cannot change, register a converter instead: <c>OnnxConverters.With</c>.
/// A class that derives from an exportable one and overrides <c>forward</c> must override <see cref="ExportTo"/> too.
/// </remarks>
/// <example>
/// <code>
/// public override Tensor forward(Tensor x) => x + body.forward(x);
///
/// public OnnxValue[] ExportTo(OnnxGraphBuilder graph, OnnxValue[] inputs, string path) =>
///     [graph.AddNode("Add", [inputs[0], graph.AddModule(body, inputs[0], $"{path}.body")])];
/// </code>
/// </example>
public interface IOnnxExportable
{
    /// <summary>Adds the module's inference-time computation to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="inputs">The arguments of <c>forward</c>, in its order.</param>
    /// <param name="path">
    /// The module's path in the tree, "" for the root. It is the prefix of its children's paths and of its parameters' names.
    /// </param>
    /// <returns>The results of <c>forward</c>: one value, or the elements of its tuple in order.</returns>
    OnnxValue[] ExportTo(OnnxGraphBuilder graph, OnnxValue[] inputs, string path);
}
