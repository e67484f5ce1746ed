using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// A table's rows -> the same rows without gaps: missing numbers are the mean of p(x|z), missing keys the most probable one,
/// at z = the posterior's code of what is observed (Mattei &amp; Frellsen 2019, sec. 3, with one z). Observed cells pass through.
/// </summary>
internal sealed class ImputerGraph(VariationalAutoencoder network, Table table) : RowGraph(network)
{
    // All but Booleans, which are never missing, with their numbers among all columns.
    private readonly (int Index, TableInput Input)[] imputed =
    [
        .. TableInput.Of(table).Index().Where(column => column.Item.Column.Kind != TableColumnKind.Boolean),
    ];
    private readonly TableDecoding decoding = new(network, table);

    public override string Name => "imputer";

    public override IReadOnlyList<string> OutputNames =>
        field ??= [.. imputed.Select(column => column.Input.ImputedName)];

    public override OnnxGraphBuilder Build()
    {
        var graph = NewGraph();
        var rows = new TableNodes(graph, table);
        var posterior = PosteriorNodes.Add(graph, Network, rows.AddNetworkInput());
        var parameters = graph.AddModule(Network.Decoder, posterior[0], "decoder"); // [N, P]
        // Numbers are filled together: ONNX Runtime takes quadratic time to optimize a node for each of thousands of columns.
        var means = decoding.AddMeans(graph, parameters, rows.AddFilledNumbers);
        foreach (var (i, column) in imputed)
        {
            var filled =
                column.Column.Kind == TableColumnKind.Number
                    ? means[i]
                    : AddKey(graph, rows.Inputs[i], means[i], column.Column.KeyCount);
            graph.AddOutput(column.ImputedName, filled, BatchAxis, column.Column.Width);
        }

        return graph;
    }

    /// <summary>Keys as numbers, exact in float32.</summary>
    public override IReadOnlyList<Tensor> Compute(GraphRows rows)
    {
        var means = decoding.Means(Network.Decode(Network.Encode(rows.Encoded)));
        return [.. imputed.Select(column => Impute(column.Input, rows.Raw, means[column.Index]))];
    }

    /// <inheritdoc />
    public override bool IsKey(int index) => imputed[index].Input.Column.Kind == TableColumnKind.Key;

    /// <inheritdoc />
    public override void WriteOutput(string path, int index, Tensor values)
    {
        if (IsKey(index))
        {
            var keys = Array.ConvertAll(TensorValues.Floats(values), key => (uint)key);
            OnnxTensorFile.Write(path, OutputNames[index], keys, values.shape);
        }
        else
        {
            base.WriteOutput(path, index, values);
        }
    }

    private static Tensor Impute(TableInput column, Tensor raw, Tensor means)
    {
        var cells = raw.narrow(1, column.First, column.Column.Width); // [n, width]
        return column.Column.Kind == TableColumnKind.Number
            ? where(cells.isnan(), means, cells)
            : where(
                cells.ge(1).logical_and(cells.le(column.Column.KeyCount)),
                cells,
                (means.argmax(1, keepdim: true) + 1).to(cells.dtype)
            );
    }

    private static OnnxValue AddKey(OnnxGraphBuilder graph, OnnxValue key, OnnxValue probabilities, int count)
    {
        // In int64: few operators know uint32.
        var number = AddCast(graph, key, OnnxElementType.Int64);
        var best = graph.AddNode("ArgMax", [probabilities], OnnxAttribute.Integer("axis", 1));
        var one = graph.AddIndices(1);
        var isKnown = graph.AddNode(
            "And",
            [
                graph.AddNode("GreaterOrEqual", [number, one]),
                graph.AddNode("LessOrEqual", [number, graph.AddIndices(count)]),
            ]
        );
        var filled = graph.AddNode("Where", [isKnown, number, graph.AddNode("Add", [best, one])]);
        return AddCast(graph, filled, OnnxElementType.UInt32);
    }

    private static OnnxValue AddCast(OnnxGraphBuilder graph, OnnxValue value, OnnxElementType type) =>
        graph.AddNode("Cast", [value], OnnxAttribute.Integer("to", (long)type));
}
