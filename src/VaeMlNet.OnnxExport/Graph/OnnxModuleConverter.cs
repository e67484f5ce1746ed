using TorchSharp;

namespace VaeMlNet.OnnxExport;

/// <summary>Adds one module's inference-time computation to a graph.</summary>
/// <typeparam name="TModule">The module's type.</typeparam>
/// <param name="graph">The graph.</param>
/// <param name="module">The module; read its settings and parameters, do not change them.</param>
/// <param name="input">What <c>forward</c> would be called with.</param>
/// <param name="path">The module's path in the tree, "" for the root; the prefix for names of its parameters.</param>
/// <returns>What <c>forward</c> would return.</returns>
public delegate OnnxValue OnnxModuleConverter<in TModule>(
    OnnxGraphBuilder graph,
    TModule module,
    OnnxValue input,
    string path
)
    where TModule : torch.nn.Module;
