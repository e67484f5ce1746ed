using TorchSharp;

namespace VaeMlNet.OnnxExport;

/// <summary>Adds the inference-time computation of a module with several inputs or outputs to a graph.</summary>
/// <typeparam name="TModule">The type of the module.</typeparam>
/// <param name="graph">The graph.</param>
/// <param name="module">The module. Read its settings and parameters, but do not change them.</param>
/// <param name="inputs">The arguments of <c>forward</c>, in its order.</param>
/// <param name="path">The module's path in the tree, "" for the root. It is the prefix of its parameters' names.</param>
/// <returns>The results of <c>forward</c>: one value, or the elements of its tuple in order.</returns>
public delegate OnnxValue[] OnnxSeveralInputsConverter<in TModule>(
    OnnxGraphBuilder graph,
    TModule module,
    OnnxValue[] inputs,
    string path
)
    where TModule : torch.nn.Module;
