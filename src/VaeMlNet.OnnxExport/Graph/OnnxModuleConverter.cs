using TorchSharp;

namespace VaeMlNet.OnnxExport;

/// <summary>Adds one module's inference-time computation to a graph.</summary>
/// <typeparam name="TModule">The type of the module.</typeparam>
/// <param name="graph">The graph.</param>
/// <param name="module">The module. Read its settings and parameters, but do not change them.</param>
/// <param name="input">The argument of <c>forward</c>.</param>
/// <param name="path">The module's path in the tree, "" for the root. It is the prefix of its parameters' names.</param>
/// <returns>The result of <c>forward</c>.</returns>
public delegate OnnxValue OnnxModuleConverter<in TModule>(
    OnnxGraphBuilder graph,
    TModule module,
    OnnxValue input,
    string path
)
    where TModule : torch.nn.Module;
