using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// Decodes the parameters of p(x|z) of each column of a table in its own units, in TorchSharp and as ONNX nodes.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="table">The table with its columns.</param>
internal sealed class TableDecoding(VariationalAutoencoder network, Table table)
{
    private readonly TableLikelihood likelihood = (TableLikelihood)network.Likelihood;

    /// <summary>
    /// Returns the names of a column's outputs: its mean or probabilities, and for numbers also the other parameters.
    /// </summary>
    public IEnumerable<string> NamesOf(TableInput column) =>
        column.Column.Kind switch
        {
            TableColumnKind.Number =>
            [
                column.Name,
                .. likelihood.OfNumbers(column.Column.Name).OtherParameters.Select(p => $"{column.Name}_{p.Name}"),
            ],
            TableColumnKind.Boolean => [column.Name],
            _ => [$"{column.Name}_{GraphTensors.Probabilities}"],
        };

    /// <summary>Returns the mean of each column, [N, width].</summary>
    public IReadOnlyList<Tensor> Means(Tensor parameters)
    {
        var parts = likelihood.Mean(parameters).split(SortedWidths, 1); // numbers come first, in standard deviations
        return InOrder<Tensor>(
            table.NumberCount > 0
                ? [.. ((parts[0] * tensor(table.Scales)) + tensor(table.Means)).split(NumberWidths, 1), .. parts[1..]]
                : parts
        );
    }

    /// <summary>Returns the other parameters of each number column, [N, width] each; empty for the other columns.</summary>
    public IReadOnlyList<IReadOnlyList<Tensor>> OtherParameters(Tensor parameters) =>
        PerColumn(
            block => block.Likelihood.ComputeOtherParameters(block.Parameters(parameters)),
            (values, factors) => values * tensor(factors),
            (values, widths) => values.split(widths, 1)
        );

    /// <summary>Adds <see cref="Means"/> to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="parameters">The decoder's outputs, [N, P].</param>
    public IReadOnlyList<OnnxValue> AddMeans(OnnxGraphBuilder graph, OnnxValue parameters)
    {
        var parts = AddSplit(graph, likelihood.AddMean(graph, parameters), SortedWidths);
        return InOrder<OnnxValue>(
            table.NumberCount > 0
                ? [.. AddSplit(graph, AddOwnUnits(graph, parts[0]), NumberWidths), .. parts[1..]]
                : parts
        );
    }

    /// <summary>
    /// Adds the means of all numbers, [N, n], and the probabilities of all keys, [N, sum of their widths]; null without such
    /// columns.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="parameters">The decoder's outputs, [N, P].</param>
    public (OnnxValue? Numbers, OnnxValue? Keys) AddMeansPerKind(OnnxGraphBuilder graph, OnnxValue parameters)
    {
        var means = likelihood.AddMean(graph, parameters); // [N, W]: numbers, Booleans, keys
        var firstKey = table.NumberCount + table.BooleanCount;
        return (
            table.NumberCount > 0
                ? AddOwnUnits(graph, MatrixNodes.AddColumns(graph, means, 0, table.NumberCount))
                : null,
            table.Width > firstKey ? MatrixNodes.AddColumns(graph, means, firstKey, table.Width - firstKey) : null
        );
    }

    /// <summary>Splits all numbers, [N, n], into the columns of numbers, in the table's order.</summary>
    public OnnxValue[] AddNumbersPerColumn(OnnxGraphBuilder graph, OnnxValue numbers)
    {
        var parts = AddSplit(graph, numbers, NumberWidths);
        var place = table.FirstPlaces(_ => 1);
        return [.. table.ColumnsOfKind(TableColumnKind.Number).Select(column => parts[place[column.Name]])];
    }

    /// <summary>Splits a row into neighboring parts with one node.</summary>
    public static OnnxValue[] AddSplit(OnnxGraphBuilder graph, OnnxValue values, long[] widths) =>
        widths.Length == 1
            ? [values]
            : graph.AddNode(
                "Split",
                [values, graph.AddIndices(widths)],
                widths.Length,
                OnnxAttribute.Integer("axis", 1)
            );

    /// <summary>Adds <see cref="OtherParameters"/> to a graph.</summary>
    public IReadOnlyList<IReadOnlyList<OnnxValue>> AddOtherParameters(OnnxGraphBuilder graph, OnnxValue parameters)
    {
        var number = 0;
        return PerColumn(
            block => block.Likelihood.AddOtherParameters(graph, block.AddParameters(graph, parameters)),
            (values, factors) => graph.AddNode("Mul", [values, AddRow(graph, $"parameter_scales_{number++}", factors)]),
            (values, widths) => AddSplit(graph, values, widths)
        );
    }

    /// <summary>Gets the widths of the groups in a network's row: all numbers together, each Boolean and each key.</summary>
    private long[] SortedWidths =>
        [
            .. table.NumberCount > 0 ? (long[])[table.NumberCount] : [],
            .. Enumerable.Repeat(1L, table.BooleanCount),
            .. table.KeyWidths.Select(width => (long)width),
        ];

    private long[] NumberWidths =>
        [.. table.NumberGroups.SelectMany(group => group.Columns).Select(column => (long)column.Width)];

    private OnnxValue AddOwnUnits(OnnxGraphBuilder graph, OnnxValue numbers)
    {
        var scaled = graph.AddNode("Mul", [numbers, AddRow(graph, "scales", table.Scales)]);
        return graph.AddNode("Add", [scaled, AddRow(graph, "means", table.Means)]);
    }

    private static OnnxValue AddRow(OnnxGraphBuilder graph, string name, float[] values) =>
        graph.AddInitializer($"table.decoded_{name}", values, 1, values.Length);

    /// <summary>Reorders columns from the order of a network's row to that of the table.</summary>
    private T[] InOrder<T>(IReadOnlyList<T> sorted)
    {
        var place = table.FirstPlaces(_ => 1);
        return [.. table.Columns.Select(column => sorted[place[column.Name]])];
    }

    /// <summary>Returns the other parameters of all number likelihoods in own units, split into columns.</summary>
    /// <param name="compute">Computes the parameters of a likelihood, [N, n] each.</param>
    /// <param name="multiply">Multiplies [N, n] by a factor for each slot.</param>
    /// <param name="split">Splits [N, n] into widths.</param>
    private IReadOnlyList<T>[] PerColumn<T>(
        Func<TableLikelihood.Block, IReadOnlyList<T>> compute,
        Func<T, float[], T> multiply,
        Func<T, long[], T[]> split
    )
    {
        var perColumn = table.Columns.ToDictionary(column => column.Name, _ => new List<T>());
        foreach (var (group, block) in table.NumberGroups.Zip(likelihood.Numbers))
        {
            foreach (var (parameter, values) in block.Likelihood.OtherParameters.Zip(compute(block)))
            {
                var factors = Array.ConvertAll(group.Scales, scale => (float)Math.Pow(scale, parameter.Power));
                long[] widths = [.. group.Columns.Select(column => (long)column.Width)];
                foreach (var (column, own) in group.Columns.Zip(split(multiply(values, factors), widths)))
                {
                    perColumn[column.Name].Add(own);
                }
            }
        }

        return [.. table.Columns.Select(column => perColumn[column.Name])];
    }
}
