using Microsoft.ML.OnnxRuntime;
using VaeMlNet.OnnxExport;

namespace VaeMlNet;

/// <summary>
/// The base class of graphs with rows of data as input: one tensor of features, or one for each column of a table.
/// </summary>
/// <param name="network">The network that the graph computes.</param>
internal abstract class RowGraph(VariationalAutoencoder network) : ModelGraph(network)
{
    private const string FeaturesName = "features";

    private readonly IReadOnlyList<TableInput>? inputs = network.Table is { } table
        ? TableInput.CreateAll(table)
        : null;

    public override IReadOnlyList<string> InputNames =>
        inputs is null ? [FeaturesName] : [.. inputs.Select(input => input.Name)];

    public override IReadOnlyList<OrtValue> InputValues(GraphRows rows) =>
        inputs is null
            ? [OrtValue.CreateTensorValueFromMemory(TensorValues.Floats(rows.Raw), rows.Raw.shape)]
            : [.. inputs.Select(input => input.ValueOf(rows.Raw))];

    public override void WriteInputs(Func<int, string> pathOf, GraphRows rows)
    {
        if (inputs is null)
        {
            OnnxTensorFile.Write(pathOf(0), FeaturesName, TensorValues.Floats(rows.Raw), rows.Raw.shape);
            return;
        }

        foreach (var (number, input) in inputs.Index())
        {
            input.Write(pathOf(number), rows.Raw);
        }
    }

    /// <summary>Adds the inputs.</summary>
    protected RowNodes AddInputs(OnnxGraphBuilder graph) =>
        Network.Table is { } table
            ? new TableNodes(graph, table)
            : new FeatureNodes(
                graph,
                graph.AddInput(FeaturesName, OnnxElementType.Float32, BatchAxis, Network.InputDim)
            );
}
