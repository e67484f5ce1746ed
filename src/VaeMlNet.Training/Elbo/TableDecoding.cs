using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// Decodes the parameters of p(x|z) of each column of a table in its own units, in TorchSharp and as ONNX nodes.
/// </summary>
internal sealed class TableDecoding(VariationalAutoencoder network, Table table)
{
    private readonly TableLikelihood likelihood = (TableLikelihood)network.Likelihood;

    /// <summary>
    /// Returns the names of a column's outputs: its mean or probabilities, for numbers also the other parameters, and the probability that
    /// a cell is missing if the decoder predicts it.
    /// </summary>
    public IEnumerable<string> NamesOf(TableInput column) =>
        table.PredictedMarks.Contains(column.Column)
            ? [.. NamesOfValues(column), column.MissingName]
            : NamesOfValues(column);

    private IEnumerable<string> NamesOfValues(TableInput column) =>
        column.Column.Kind switch
        {
            TableColumnKind.Number =>
            [
                column.Name,
                .. likelihood.OfNumbers(column.Column.Name).OtherParameters.Select(p => $"{column.Name}_{p.Name}"),
            ],
            TableColumnKind.BinnedNumber => [column.Name, $"{column.Name}_{GraphTensors.Probabilities}"],
            TableColumnKind.Boolean => [column.Name],
            _ => [$"{column.Name}_{GraphTensors.Probabilities}"],
        };

    /// <summary>Returns the mean of each column, [N, width].</summary>
    public IReadOnlyList<Tensor> Means(Tensor parameters)
    {
        var parts = new Queue<Tensor>(likelihood.Mean(parameters).Parts(SortedWidths));
        List<Tensor> sorted = [];
        if (table.NumberCount > 0)
        {
            var numbers = (parts.Dequeue() * tensor(table.Scales, device: parameters.device)).Plus(
                tensor(table.Means, device: parameters.device)
            );
            sorted.AddRange(numbers.Parts(NumberWidths));
        }

        sorted.AddRange(table.ColumnsOfKind(TableColumnKind.Boolean).Select(_ => parts.Dequeue()));
        sorted.AddRange(Binned.Select(column => ExpectedNumbers(column, parts.Dequeue())));
        sorted.AddRange(parts); // keys
        return InOrder([.. sorted]);
    }

    /// <summary>
    /// Returns the other parameters of each column, [N, width] each: those of numbers, the probabilities of the bins of a binned column, and
    /// the probabilities that cells are missing.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<Tensor>> OtherParameters(Tensor parameters) =>
        PerColumn(
            block => block.Likelihood.Mean(block.Parameters(parameters)),
            block => block.Likelihood.ComputeOtherParameters(block.Parameters(parameters)),
            (values, factors) => values * tensor(factors),
            (values, widths) => values.split(widths, 1)
        );

    /// <summary>
    /// Returns the closest numbers that the cells of a binned column can have: within the training range, and with the decimals and the step of
    /// the training values, so that whole numbers stay whole: [N, width] -> [N, width].
    /// </summary>
    public static Tensor ToPossibleNumbers(TableColumn column, Tensor numbers)
    {
        var lows = tensor(column.Bins.Select(slot => slot.Lows[0]).ToArray());
        var highs = tensor(column.Bins.Select(slot => slot.Highs[^1]).ToArray());
        var within = where(numbers.gt(highs), highs, where(numbers.lt(lows), lows, numbers));
        float?[] steps = [.. column.Bins.Select(slot => slot.StepsPerUnit)];
        if (Array.TrueForAll(steps, step => step is null))
        {
            return within;
        }

        var factors = tensor(Array.ConvertAll(steps, step => step ?? 1));
        var multiples = tensor(StepsOf(column.Bins) ?? [1f]);
        var rounded = ((within * factors / multiples).round() * multiples) / factors;
        return where(tensor(Array.ConvertAll(steps, step => step is not null)), rounded, within);
    }

    /// <summary>Adds <see cref="ToPossibleNumbers"/> of all binned columns, [N, slots], to a graph.</summary>
    public OnnxValue AddPossibleNumbers(OnnxGraphBuilder graph, OnnxValue numbers)
    {
        var lows = AddRow(graph, "lows", [.. table.Bins.Select(slot => slot.Lows[0])]);
        var highs = AddRow(graph, "highs", [.. table.Bins.Select(slot => slot.Highs[^1])]);
        var within = new NodeValue(graph, numbers).Max(lows).Min(highs);
        float?[] steps = [.. table.Bins.Select(slot => slot.StepsPerUnit)];
        if (Array.TrueForAll(steps, step => step is null))
        {
            return within;
        }

        var factors = AddRow(graph, "steps_per_unit", Array.ConvertAll(steps, step => step ?? 1));
        var multiples = StepsOf(table.Bins) is { } own ? AddRow(graph, "steps", own) : null;
        var inUnits = within * factors;
        var whole = multiples is null ? inUnits.Round() : (inUnits / multiples).Round() * multiples;
        var rounded = whole / factors;
        if (Array.TrueForAll(steps, step => step is not null))
        {
            return rounded;
        }

        var isRounded = AddRow(graph, "is_rounded", Array.ConvertAll(steps, step => step is null ? 0f : 1f));
        return (new NodeValue(graph, isRounded) > 0).Where(rounded, within);
    }

    /// <summary>Returns the step of each slot; null if all are 1.</summary>
    private static float[]? StepsOf(IReadOnlyList<NumberBins> bins) =>
        bins.Any(slot => slot.Step is not null) ? [.. bins.Select(slot => (float)(slot.Step ?? 1))] : null;

    /// <summary>Adds <see cref="Means"/> to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="parameters">The decoder's outputs, [N, P].</param>
    public IReadOnlyList<OnnxValue> AddMeans(OnnxGraphBuilder graph, OnnxValue parameters)
    {
        var means = AddMeansPerKind(graph, parameters);
        (OnnxValue? Means, long[] Widths)[] kinds =
        [
            (means.Numbers, NumberWidths),
            (means.Booleans, [.. Enumerable.Repeat(1L, table.BooleanCount)]),
            (means.BinnedNumbers, [.. Binned.Select(column => (long)column.Width)]),
            (means.Keys, [.. table.KeyWidths.Select(width => (long)width)]),
        ];
        return InOrder([
            .. kinds
                .Where(kind => kind.Means is not null)
                .SelectMany(kind => MatrixNodes.AddSplit(graph, kind.Means!, kind.Widths)),
        ]);
    }

    /// <summary>
    /// Adds the means of all numbers, [N, n], all Booleans, [N, b], and all binned numbers, [N, their slots], and the probabilities of all
    /// keys, [N, sum of their widths]; null without such columns.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="parameters">The decoder's outputs, [N, P].</param>
    public (OnnxValue? Numbers, OnnxValue? Booleans, OnnxValue? BinnedNumbers, OnnxValue? Keys) AddMeansPerKind(
        OnnxGraphBuilder graph,
        OnnxValue parameters
    )
    {
        var means = likelihood.AddMean(graph, parameters); // [N, values], with a slot for each category
        var firstKey = table.FirstGroup + table.Bins.Sum(slot => slot.Count);
        var numbers = AddPart(0, table.NumberCount);
        var booleans = AddPart(table.NumberCount, table.BooleanCount);
        var bins = AddPart(table.FirstGroup, table.Bins.Sum(slot => slot.Count));
        var keys = AddPart(firstKey, table.KeyWidths.Sum());
        return (
            numbers is null ? null : AddOwnUnits(graph, numbers),
            booleans,
            bins is null ? null : AddExpectedNumbers(graph, bins),
            keys
        );

        OnnxValue? AddPart(int first, int width) =>
            width == 0 ? null
            : width == firstKey + table.KeyWidths.Sum() ? means
            : MatrixNodes.AddColumns(graph, means, first, width);
    }

    /// <summary>Splits all numbers, [N, n], into the columns of numbers, in the table's order.</summary>
    public OnnxValue[] AddNumbersPerColumn(OnnxGraphBuilder graph, OnnxValue numbers)
    {
        var parts = MatrixNodes.AddSplit(graph, numbers, NumberWidths);
        var place = table.FirstPlaces(_ => 1);
        return [.. table.ColumnsOfKind(TableColumnKind.Number).Select(column => parts[place[column.Name]])];
    }

    /// <summary>Splits all binned numbers, [N, slots], into their columns.</summary>
    public OnnxValue[] AddBinnedPerColumn(OnnxGraphBuilder graph, OnnxValue numbers) =>
        MatrixNodes.AddSplit(graph, numbers, [.. Binned.Select(column => (long)column.Width)]);

    public IReadOnlyList<IReadOnlyList<OnnxValue>> AddOtherParameters(OnnxGraphBuilder graph, OnnxValue parameters)
    {
        var number = 0;
        return PerColumn(
            block => block.Likelihood.AddMean(graph, block.AddParameters(graph, parameters)),
            block => block.Likelihood.AddOtherParameters(graph, block.AddParameters(graph, parameters)),
            (values, factors) => graph.AddNode("Mul", [values, AddRow(graph, $"parameter_scales_{number++}", factors)]),
            (values, widths) => MatrixNodes.AddSplit(graph, values, widths)
        );
    }

    private TableColumn[] Binned => [.. table.ColumnsOfKind(TableColumnKind.BinnedNumber)];

    /// <summary>
    /// Gets the widths of the parts of a network's row: all numbers together, each Boolean, the bins of each binned column, and each key.
    /// </summary>
    private long[] SortedWidths =>
        [
            .. table.NumberCount > 0 ? (long[])[table.NumberCount] : [],
            .. Enumerable.Repeat(1L, table.BooleanCount),
            .. BinnedWidths,
            .. table.KeyWidths.Select(width => (long)width),
        ];

    private long[] MarkWidths => [.. table.PredictedMarks.Select(column => (long)column.Width)];

    private long[] BinnedWidths => [.. Binned.Select(column => (long)column.EncodedWidth)];

    private long[] NumberWidths =>
        [.. table.NumberGroups.SelectMany(group => group.Columns).Select(column => (long)column.Width)];

    /// <summary>
    /// Returns the expected number of each slot of a binned column, which is the mean of its bins' means, weighted by their probabilities:
    /// [N, bins of all slots] -> [N, width].
    /// </summary>
    private static Tensor ExpectedNumbers(TableColumn column, Tensor probabilities)
    {
        var terms =
            probabilities * tensor(column.Bins.SelectMany(slot => slot.Means).ToArray(), device: probabilities.device);
        var slots = terms.Parts(column.Bins.Select(slot => (long)slot.Count));
        return cat([.. slots.Select(slot => slot.sum(1, keepdim: true))], 1);
    }

    /// <summary>Adds <see cref="ExpectedNumbers"/> of all binned columns to a graph.</summary>
    private OnnxValue AddExpectedNumbers(OnnxGraphBuilder graph, OnnxValue probabilities)
    {
        float[] means = [.. table.Bins.SelectMany(slot => slot.Means)];
        var terms = graph.AddNode("Mul", [probabilities, AddRow(graph, "bin_means", means)]);
        return new GroupNodes(graph, [.. table.Bins.Select(slot => (long)slot.Count)]).AddSums("table.bins", terms);
    }

    private OnnxValue AddOwnUnits(OnnxGraphBuilder graph, OnnxValue numbers)
    {
        var scaled = new NodeValue(graph, numbers) * AddRow(graph, "scales", table.Scales);
        return scaled + AddRow(graph, "means", table.Means);
    }

    private static OnnxValue AddRow(OnnxGraphBuilder graph, string name, float[] values) =>
        graph.AddInitializer($"table.decoded_{name}", values, 1, values.Length);

    /// <summary>Reorders columns from the order of a network's row to that of the table.</summary>
    private T[] InOrder<T>(T[] sorted)
    {
        var place = table.FirstPlaces(_ => 1);
        return [.. table.Columns.Select(column => sorted[place[column.Name]])];
    }

    /// <summary>Returns the other parameters of all columns: those of number likelihoods are in own units.</summary>
    /// <param name="mean">Computes the mean of a likelihood, [N, n]: the probabilities of bins or missing cells.</param>
    /// <param name="compute">Computes the parameters of a likelihood, [N, n] each.</param>
    /// <param name="multiply">Multiplies [N, n] by a factor for each slot.</param>
    /// <param name="split">Splits [N, n] into widths.</param>
    private IReadOnlyList<T>[] PerColumn<T>(
        Func<TableLikelihood.Block, T> mean,
        Func<TableLikelihood.Block, IReadOnlyList<T>> compute,
        Func<T, float[], T> multiply,
        Func<T, long[], T[]> split
    )
    {
        var bins = Parts(likelihood.Bins, BinnedWidths);
        var missing = Parts(likelihood.Marks, MarkWidths);
        var perColumn = table.Columns.ToDictionary(column => column.Name, _ => new List<T>());
        foreach (var (column, own) in Binned.Zip(bins))
        {
            perColumn[column.Name].Add(own);
        }

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

        foreach (var (column, own) in table.PredictedMarks.Zip(missing))
        {
            perColumn[column.Name].Add(own);
        }

        return [.. table.Columns.Select(column => perColumn[column.Name])];

        T[] Parts(TableLikelihood.Block? block, long[] widths) => block is null ? [] : split(mean(block), widths);
    }
}
