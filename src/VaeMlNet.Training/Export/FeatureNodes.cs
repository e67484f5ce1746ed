using VaeMlNet.OnnxExport;

namespace VaeMlNet;

/// <summary>Adds the input of a model of features, which the network reads unchanged.</summary>
/// <param name="graph">The graph.</param>
/// <param name="features">The input of the graph, [N, D].</param>
internal sealed class FeatureNodes(OnnxGraphBuilder graph, OnnxValue features) : RowNodes(graph)
{
    /// <inheritdoc />
    public override OnnxValue Values => features;

    /// <inheritdoc />
    public override OnnxValue AddNetworkInput(Likelihood likelihood) => likelihood.AddEncoderInput(Graph, features);

    /// <inheritdoc />
    public override OnnxValue AddSumsPerRawSlot(OnnxValue perSlot) => perSlot;

    /// <inheritdoc />
    public override OnnxValue AddShareOfKl(OnnxValue kl) =>
        Graph.AddNode("Div", [kl, Graph.AddScalar(features.Shape![1].Size!.Value)]);
}
