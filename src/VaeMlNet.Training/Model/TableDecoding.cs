using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>What a decoder's outputs say of each column of a table in its own units, in TorchSharp and as nodes.</summary>
/// <param name="network">The network.</param>
/// <param name="table">Its columns.</param>
internal sealed class TableDecoding(VariationalAutoencoder network, Table table)
{
    private readonly TableLikelihood likelihood = (TableLikelihood)network.Likelihood;

    private bool HasScale => likelihood.Numbers is StudentTLikelihood;

    /// <summary>The names of a column's outputs: its mean or probabilities, and the spread of numbers.</summary>
    public IEnumerable<string> NamesOf(TableInput column) =>
        column.Column.Kind switch
        {
            TableColumnKind.Number =>
            [
                column.Name,
                $"{column.Name}_{(HasScale ? GraphTensors.Scale : GraphTensors.Variance)}",
            ],
            TableColumnKind.Boolean => [column.Name],
            _ => [$"{column.Name}_{GraphTensors.Probabilities}"],
        };

    /// <summary>The mean of each column, [N, width].</summary>
    public IReadOnlyList<Tensor> Means(Tensor parameters)
    {
        var parts = likelihood.Mean(parameters).split(SortedWidths, 1); // numbers, in standard deviations, come first
        return PerColumn(
            table.NumberCount > 0
                ? ((parts[0] * tensor(table.Scales)) + tensor(table.Means)).split(NumberWidths, 1)
                : [],
            table.NumberCount > 0 ? parts[1..] : parts
        );
    }

    /// <summary>The variance or scale of each column of numbers, [N, width]; null for the others.</summary>
    public IReadOnlyList<Tensor?> Spreads(Tensor parameters)
    {
        if (likelihood.Numbers is not { } numbers)
        {
            return [.. table.Columns.Select(_ => (Tensor?)null)];
        }

        var ofNumbers = parameters.narrow(1, 0, numbers.ParameterWidth); // [N, n or 2 n]
        var standardised = numbers.ComputeOtherParameters(ofNumbers) is [var only] ? only : ones_like(ofNumbers);
        return OfNumbers((standardised * tensor(SpreadFactors)).split(NumberWidths, 1));
    }

    /// <summary>Adds <see cref="Means"/>.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="parameters">The decoder's outputs, [N, P].</param>
    public IReadOnlyList<OnnxValue> AddMeans(OnnxGraphBuilder graph, OnnxValue parameters)
    {
        var parts = AddSplit(graph, likelihood.AddMean(graph, parameters), SortedWidths);
        return table.NumberCount == 0
            ? PerColumn([], parts)
            : PerColumn(AddSplit(graph, AddOwnUnits(graph, parts[0]), NumberWidths), parts[1..]);
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

    /// <summary>Adds the parts of all numbers, [N, n], that belong to each column of numbers.</summary>
    public OnnxValue[] AddNumbersPerColumn(OnnxGraphBuilder graph, OnnxValue numbers) =>
        AddSplit(graph, numbers, NumberWidths);

    /// <summary>Adds neighboring parts of a row with one node, however many they are.</summary>
    public static OnnxValue[] AddSplit(OnnxGraphBuilder graph, OnnxValue values, long[] widths) =>
        widths.Length == 1
            ? [values]
            : graph.AddNode(
                "Split",
                [values, graph.AddIndices(widths)],
                widths.Length,
                OnnxAttribute.Integer("axis", 1)
            );

    /// <summary>Adds <see cref="Spreads"/>.</summary>
    public IReadOnlyList<OnnxValue?> AddSpreads(OnnxGraphBuilder graph, OnnxValue parameters)
    {
        if (likelihood.Numbers is not { } numbers)
        {
            return [.. table.Columns.Select(_ => (OnnxValue?)null)];
        }

        var ofNumbers = MatrixNodes.AddColumns(graph, parameters, 0, numbers.ParameterWidth); // [N, n or 2 n]
        var factors = AddRow(graph, "spreads", SpreadFactors);
        var spreads = numbers.AddOtherParameters(graph, ofNumbers) is [var only]
            ? graph.AddNode("Mul", [only, factors])
            // A variance of 1 for any number of rows.
            : graph.AddNode("Add", [graph.AddNode("Mul", [ofNumbers, graph.AddScalar(0)]), factors]);
        return OfNumbers(AddSplit(graph, spreads, NumberWidths));
    }

    /// <summary>The widths of all numbers together, of each Boolean and of each key: what a row is sorted into.</summary>
    private long[] SortedWidths =>
        [
            .. table.NumberCount > 0 ? (long[])[table.NumberCount] : [],
            .. Enumerable.Repeat(1L, table.BooleanCount),
            .. table.KeyWidths.Select(width => (long)width),
        ];

    private long[] NumberWidths => [.. table.Of(TableColumnKind.Number).Select(column => (long)column.Width)];

    /// <summary>From standard deviations to own units: scales, or their squares for variances.</summary>
    private float[] SpreadFactors => HasScale ? table.Scales : Array.ConvertAll(table.Scales, scale => scale * scale);

    private OnnxValue AddOwnUnits(OnnxGraphBuilder graph, OnnxValue numbers)
    {
        var scaled = graph.AddNode("Mul", [numbers, AddRow(graph, "scales", table.Scales)]);
        return graph.AddNode("Add", [scaled, AddRow(graph, "means", table.Means)]);
    }

    private OnnxValue AddRow(OnnxGraphBuilder graph, string name, float[] values) =>
        graph.AddInitializer($"table.decoded_{name}", values, 1, table.NumberCount);

    /// <summary>The columns' own order, from the parts of numbers, and those of Booleans and then keys.</summary>
    private List<T> PerColumn<T>(IReadOnlyList<T> numbers, IReadOnlyList<T> others)
    {
        int[] next = [0, 0, table.BooleanCount];
        return
        [
            .. table.Columns.Select(column =>
                (column.Kind == TableColumnKind.Number ? numbers : others)[next[(int)column.Kind]++]
            ),
        ];
    }

    private List<T?> OfNumbers<T>(IReadOnlyList<T> numbers)
        where T : class
    {
        var next = 0;
        return [.. table.Columns.Select(column => column.Kind == TableColumnKind.Number ? numbers[next++] : null)];
    }
}
