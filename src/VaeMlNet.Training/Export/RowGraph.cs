using Microsoft.ML.OnnxRuntime;
using VaeMlNet.OnnxExport;

namespace VaeMlNet;

/// <summary>
/// The base class of graphs with rows of data as input: one tensor of features, or one for each column of a table.
/// </summary>
internal abstract class RowGraph(VariationalAutoencoder network) : ModelGraph(network)
{
    public override IReadOnlyList<string> InputNames => [.. Inputs.Select(input => input.Name)];

    public override IReadOnlyList<OrtValue> InputValues(GraphRows rows) =>
        [.. Inputs.Select(input => input.ValueOf(rows.Raw))];

    public override IReadOnlyList<byte[]> InputFiles(GraphRows rows) =>
        [.. Inputs.Select(input => input.ToBytes(rows.Raw))];

    private IEnumerable<TableInput> Inputs => RowInputs.Concat(ConditionInputs);

    protected RowNodes AddInputs(OnnxGraphBuilder graph) =>
        Network.Table is { } table ? new TableNodes(graph, table) : new FeatureNodes(graph, RowInputs[0].AddTo(graph));
}

/// <summary>Adds the input of a model of features, which the network reads unchanged.</summary>
/// <param name="graph">The graph.</param>
/// <param name="features">The input of the graph, [N, D].</param>
internal sealed class FeatureNodes(OnnxGraphBuilder graph, OnnxValue features) : RowNodes(graph)
{
    public override OnnxValue Values => features;

    public override OnnxValue AddNetworkInput(Likelihood likelihood) => likelihood.AddEncoderInput(Graph, features);

    public override OnnxValue AddSumsPerRawSlot(OnnxValue perSlot) => perSlot;

    public override OnnxValue AddShareOfKl(OnnxValue kl) =>
        Graph.AddNode("Div", [kl, Graph.AddScalar(features.Shape![1].Size!.Value)]);
}
