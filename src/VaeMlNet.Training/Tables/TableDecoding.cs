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
        var mean = likelihood.Mean(parameters); // [N, W], numbers in standard deviations
        return Split(
            mean,
            (values, first, count) => values.narrow(1, first, count),
            numbers => (numbers * tensor(table.Scales)) + tensor(table.Means)
        );
    }

    /// <summary>
    /// What the rounding of <see cref="Means"/> grows with, beside their own size, [1, width]: they are sums, mean + scale * z,
    /// whose terms may cancel out, and a tenth of a standard deviation counts as a number of its size does.
    /// </summary>
    public IReadOnlyList<Tensor> MeanTerms() =>
        Split(
            zeros(1, table.Width),
            (values, first, count) => values.narrow(1, first, count),
            _ => (tensor(table.Means).abs() + (tensor(table.Scales) * 0.1)).unsqueeze(0)
        );

    /// <summary>The variance or scale of each column of numbers, [N, width]; null for the others.</summary>
    public IReadOnlyList<Tensor?> Spreads(Tensor parameters)
    {
        if (likelihood.Numbers is not { } numbers)
        {
            return [.. table.Columns.Select(_ => (Tensor?)null)];
        }

        var ofNumbers = parameters.narrow(1, 0, numbers.ParameterWidth); // [N, n or 2 n]
        var standardised = numbers.ComputeOtherParameters(ofNumbers) is [var only] ? only : ones_like(ofNumbers);
        return SpreadsOf(
            standardised * tensor(SpreadFactors),
            (values, first, count) => values.narrow(1, first, count)
        );
    }

    /// <summary>Adds <see cref="Means"/>.</summary>
    public IReadOnlyList<OnnxValue> AddMeans(OnnxGraphBuilder graph, OnnxValue parameters)
    {
        var mean = likelihood.AddMean(graph, parameters);
        return Split(
            mean,
            (values, first, count) => TableNodes.AddColumns(graph, values, first, count),
            numbers =>
            {
                var scaled = graph.AddNode("Mul", [numbers, AddRow(graph, "scales", table.Scales)]);
                return graph.AddNode("Add", [scaled, AddRow(graph, "means", table.Means)]);
            }
        );
    }

    /// <summary>Adds <see cref="Spreads"/>.</summary>
    public IReadOnlyList<OnnxValue?> AddSpreads(OnnxGraphBuilder graph, OnnxValue parameters)
    {
        if (likelihood.Numbers is not { } numbers)
        {
            return [.. table.Columns.Select(_ => (OnnxValue?)null)];
        }

        var ofNumbers = TableNodes.AddColumns(graph, parameters, 0, numbers.ParameterWidth); // [N, n or 2 n]
        var factors = AddRow(graph, "spreads", SpreadFactors);
        var spreads = numbers.AddOtherParameters(graph, ofNumbers) is [var only]
            ? graph.AddNode("Mul", [only, factors])
            // A variance of 1 for any number of rows.
            : graph.AddNode("Add", [graph.AddNode("Mul", [ofNumbers, graph.AddScalar(0)]), factors]);
        return SpreadsOf(spreads, (values, first, count) => TableNodes.AddColumns(graph, values, first, count));
    }

    /// <summary>From standard deviations to own units: scales, or their squares for variances.</summary>
    private float[] SpreadFactors => HasScale ? table.Scales : Array.ConvertAll(table.Scales, scale => scale * scale);

    private OnnxValue AddRow(OnnxGraphBuilder graph, string name, float[] values) =>
        graph.AddInitializer($"table.decoded_{name}", values, 1, table.NumberCount);

    private List<T> Split<T>(T mean, Func<T, long, long, T> columnsOf, Func<T, T> ownUnits)
        where T : class
    {
        var numbers = table.NumberCount > 0 ? ownUnits(columnsOf(mean, 0, table.NumberCount)) : null;
        long[] next = [0, table.NumberCount, table.NumberCount + table.BooleanCount];
        List<T> parts = [];
        foreach (var column in table.Columns)
        {
            var width = column.DecodedWidth;
            parts.Add(
                columnsOf(column.Kind == TableColumnKind.Number ? numbers! : mean, next[(int)column.Kind], width)
            );
            next[(int)column.Kind] += width;
        }

        return parts;
    }

    private List<T?> SpreadsOf<T>(T spreads, Func<T, long, long, T> columnsOf)
        where T : class
    {
        long first = 0;
        List<T?> parts = [];
        foreach (var column in table.Columns)
        {
            var isNumber = column.Kind == TableColumnKind.Number;
            parts.Add(isNumber ? columnsOf(spreads, first, column.Width) : null);
            first += isNumber ? column.Width : 0;
        }

        return parts;
    }
}
