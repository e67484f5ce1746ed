using Microsoft.ML.OnnxRuntime;
using VaeMlNet.OnnxExport;

namespace VaeMlNet;

/// <summary>
/// The base class of graphs with rows of data as input: one tensor of features, or one for each column of a table.
/// </summary>
/// <param name="network">The network that the graph computes.</param>
internal abstract class RowGraph(VariationalAutoencoder network) : ModelGraph(network)
{
    private readonly IReadOnlyList<TableInput>? inputs = network.Table is { } table
        ? TableInput.CreateAll(table)
        : null;

    public override IReadOnlyList<string> InputNames =>
        [
            .. inputs is null ? [VaeManifest.FeaturesTensor] : inputs.Select(input => input.Name),
            .. ConditionInputs.Select(input => input.Name),
        ];

    public override IReadOnlyList<OrtValue> InputValues(GraphRows rows) =>
        [
            .. inputs is null ? [FeaturesOf(rows)] : inputs.Select(input => input.ValueOf(rows.Raw)),
            .. ConditionInputs.Select(input => input.ValueOf(rows.Raw)),
        ];

    public override IReadOnlyList<byte[]> InputFiles(GraphRows rows) =>
        [
            .. inputs is null ? [FeaturesFile(rows)] : inputs.Select(input => input.ToBytes(rows.Raw)),
            .. ConditionInputs.Select(input => input.ToBytes(rows.Raw)),
        ];

    private byte[] FeaturesFile(GraphRows rows)
    {
        var features = Network.Values(rows.Raw);
        return OnnxTensorFile.ToBytes(VaeManifest.FeaturesTensor, TensorValues.Floats(features), features.shape);
    }

    private OrtValue FeaturesOf(GraphRows rows)
    {
        var features = Network.Values(rows.Raw);
        return OrtValue.CreateTensorValueFromMemory(TensorValues.Floats(features), features.shape);
    }

    /// <summary>Adds the inputs.</summary>
    protected RowNodes AddInputs(OnnxGraphBuilder graph) =>
        Network.Table is { } table
            ? new TableNodes(graph, table)
            : new FeatureNodes(
                graph,
                graph.AddInput(VaeManifest.FeaturesTensor, OnnxElementType.Float32, BatchAxis, Network.InputDim)
            );
}

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
