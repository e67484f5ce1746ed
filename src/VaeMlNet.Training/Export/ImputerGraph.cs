using VaeMlNet.OnnxExport;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// The graph imputer.onnx: rows of a table -> the same rows without missing cells. Missing numbers become the mean of p(x|z),
/// and missing keys the most probable one, at z = the posterior mean given the observed cells (Mattei &amp; Frellsen 2019, sec.
/// 3, with one z); both are blended with the estimates of <see cref="RegressionImputation"/>. Means of bins are rounded to the decimals of the
/// training values. The relations between columns change filled cells at last. Observed cells do not change.
/// </summary>
internal sealed class ImputerGraph(VariationalAutoencoder network, Table table) : RowGraph(network)
{
    // All columns except Booleans, which are never missing, with their indices among all columns.
    private readonly (int Index, TableInput Input)[] imputed =
    [
        .. TableInput.CreateAll(table).Index().Where(column => column.Item.Column.Kind != TableColumnKind.Boolean),
    ];
    private readonly TableDecoding decoding = new(network, table);
    private readonly ImputationBlend? blend = network.Regressions is { } regressions ? new(table, regressions) : null;

    public override string Name => "imputer";

    public override IReadOnlyList<string> OutputNames =>
        field ??= [.. imputed.Select(column => column.Input.ImputedName)];

    public override OnnxGraphBuilder Build()
    {
        var graph = NewGraph();
        var rows = new TableNodes(graph, table);
        var conditions = AddConditions(graph);
        var posterior = PosteriorNodes.Add(graph, Network, rows.AddNetworkInput(Network.Likelihood), conditions);
        var parameters = AddDecoder(graph, posterior[0], conditions); // [N, P]
        var means = decoding.AddMeansPerKind(graph, parameters);
        means = blend?.AddTo(graph, rows.AddCells(), means) ?? means;
        // Columns of a kind are filled together, because ONNX Runtime takes quadratic time to open a graph with separate nodes
        // for thousands of columns.
        var filled = new Dictionary<TableColumnKind, Queue<OnnxValue>>
        {
            [TableColumnKind.Number] = means.Numbers is null
                ? []
                : new(decoding.AddNumbersPerColumn(graph, rows.AddFilledNumbers(means.Numbers))),
            [TableColumnKind.BinnedNumber] = means.BinnedNumbers is null
                ? []
                : new(
                    decoding.AddBinnedPerColumn(
                        graph,
                        rows.AddFilledBinnedNumbers(decoding.AddPossibleNumbers(graph, means.BinnedNumbers))
                    )
                ),
            [TableColumnKind.Key] = means.Keys is null ? [] : new(AddFilledKeys(graph, rows, means.Keys)),
        };
        var outputs = new OnnxValue?[table.Columns.Count];
        foreach (var (index, column) in imputed)
        {
            outputs[index] = filled[column.Column.Kind].Dequeue();
        }

        if (table.Relations is not null)
        {
            RelationNodes.Add(graph, table, rows.Inputs, outputs);
        }

        foreach (var (index, column) in imputed)
        {
            graph.AddOutput(column.ImputedName, outputs[index]!, BatchAxis, column.Column.Width);
        }

        return graph;
    }

    /// <summary>Returns keys as numbers, which are exact in float32.</summary>
    public override IReadOnlyList<Tensor> Compute(GraphRows rows)
    {
        var means = decoding.Means(Network.forward(rows.Encoded));
        means = blend?.Blend(rows.Raw, means) ?? means;
        Tensor[] filled =
        [
            .. imputed.Select(column => Impute(column.Input, rows.Raw, AtLevels(column.Input, means[column.Index]))),
        ];
        return table.Relations is null ? filled : FilledRelations.Of(table, rows.Raw, imputed, filled);

        Tensor AtLevels(TableInput column, Tensor decoded) =>
            column.Column.Kind == TableColumnKind.Number
                ? table.Windows?.AtLevels(decoded, rows.Encoded) ?? decoded
                : decoded;
    }

    public override bool IsKey(int index) => imputed[index].Input.Column.Kind == TableColumnKind.Key;

    private static Tensor Impute(TableInput column, Tensor raw, Tensor means)
    {
        var cells = raw.narrow(1, column.First, column.Column.Width); // [n, width]
        return column.Column.Kind switch
        {
            TableColumnKind.Number => where(cells.lt(Held(Table.KnownMissing)), cells, means),
            TableColumnKind.BinnedNumber => where(
                cells.lt(Held(Table.KnownMissing)), // NaN is not less
                cells,
                TableDecoding.ToPossibleNumbers(column.Column, means)
            ),
            _ => where(
                cells.ge(Held(1)).logical_and(cells.le(Held(column.Column.KeyCount))),
                cells,
                means.argmax(1, keepdim: true).Plus(Held(1)).to(cells.dtype)
            ),
        };
    }

    /// <summary>Adds the keys of each key column, in the table's order. A missing or unknown key is replaced by the most probable one.</summary>
    private OnnxValue[] AddFilledKeys(OnnxGraphBuilder graph, TableNodes rows, OnnxValue probabilities)
    {
        long[] counts = [.. table.KeyWidths.Select(width => (long)width)];
        var best = new GroupNodes(graph, counts).AddPerGroup(
            probabilities,
            group => graph.AddNode("ArgMax", [group], OnnxAttribute.Integer("axis", -1))
        ); // [N, K]
        var filled = rows.AddFilledKeys(graph.AddNode("Add", [best, graph.AddIndices(1)]));
        var asKeys = graph.AddCast(filled, OnnxElementType.UInt32);
        var parts = MatrixNodes.AddSplit(graph, asKeys, [.. counts.Select(_ => 1L)]);
        var first = table.FirstPlaces(column => column.Kind == TableColumnKind.Key ? 1 : 0);
        return [.. table.ColumnsOfKind(TableColumnKind.Key).Select(column => parts[first[column.Name]])];
    }
}
