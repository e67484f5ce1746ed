using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// The graph decoder.onnx of a table model: latent [N, Z] -> reconstruction [N, R], all columns side by side, and the
/// parameters of p(x|z) for each column, in its own units.
/// </summary>
internal sealed class TableDecoderGraph(VariationalAutoencoder network, Table table) : LatentGraph(network)
{
    private readonly IReadOnlyList<TableInput> columns = TableInput.CreateAll(table);
    private readonly TableDecoding decoding = new(network, table);

    public override string Name => "decoder";

    public override IReadOnlyList<string> OutputNames =>
        field ??= [GraphTensors.Reconstruction, .. columns.SelectMany(decoding.NamesOf)];

    public override OnnxGraphBuilder Build()
    {
        var graph = NewGraph();
        var parameters = AddDecoder(graph); // [N, P]
        var means = decoding.AddMeans(graph, parameters);
        var others = decoding.AddOtherParameters(graph, parameters);
        graph.AddOutput(
            GraphTensors.Reconstruction,
            MatrixNodes.AddJoin(graph, [.. means]),
            BatchAxis,
            columns.Sum(column => column.Column.DecodedWidth)
        );
        foreach (var (i, column) in columns.Index())
        {
            OnnxValue[] values = [means[i], .. others[i]];
            foreach (var (name, value) in decoding.NamesOf(column).Zip(values))
            {
                graph.AddOutput(name, value, BatchAxis, column.WidthOf(name));
            }
        }

        return graph;
    }

    public override IReadOnlyList<Tensor> Compute(GraphRows rows)
    {
        var parameters = Network.Decode(rows.Latents, Network.ConditionsOf(rows.Raw));
        var means = decoding.Means(parameters);
        var perColumn = means.Zip(decoding.OtherParameters(parameters), (mean, others) => (Tensor[])[mean, .. others]);
        return [cat([.. means], 1), .. perColumn.SelectMany(values => values)];
    }
}
