using VaeMlNet.Baselines;
using VaeMlNet.OnnxExport;

namespace VaeMlNet;

/// <summary>Adds the first nodes of a baseline's graph: the cells of the raw columns, and the numbers that <see cref="NumericRows"/> makes of them.</summary>
/// <remarks>
/// Numbers come first, then Booleans, then keys. A category's cell is a place in constants with a row for a missing cell, one for each level,
/// and one for keys that the table does not have. C# code computes these rows, so that the graph repeats no formula for categories.
/// </remarks>
internal sealed class BaselineCells
{
    private readonly NumericRows encoding;
    private readonly int[] numbers; // the raw slots of numbers
    private readonly int[] categories; // the raw slots of categories
    private readonly CodedTable[] levels; // the rows of a missing cell and of all levels, for each category
    private readonly NodeValue? numberCells; // [N, n]
    private readonly NodeValue? levelCells; // int64 [N, C]: 0 for a missing cell, or 1 and the level

    /// <summary>Adds an input for each column.</summary>
    public BaselineCells(OnnxGraphBuilder graph, Table table, NumericRows encoding)
    {
        Graph = graph;
        this.encoding = encoding;
        var inputs = TableInput.CreateAll(table);
        OnnxValue[] values = [.. inputs.Select(input => input.AddTo(graph))];
        numbers = SlotsOf(TableColumnKind.Number);
        categories = [.. SlotsOf(TableColumnKind.Boolean), .. SlotsOf(TableColumnKind.Key)];
        levels = Array.ConvertAll(categories, RowsOfLevels);
        numberCells = Join(TableColumnKind.Number);
        if (categories.Length > 0)
        {
            var last = Array.ConvertAll(levels, rows => (float)(rows.RowCount - 1));
            // A key is its level and 1, a Boolean its level.
            var booleans = Join(TableColumnKind.Boolean) is { } own ? own.ToFloats() + 1 : null;
            NodeValue?[] cells = [booleans, Join(TableColumnKind.Key)?.ToFloats()];
            var joined = MatrixNodes.AddJoin(graph, [.. cells.OfType<NodeValue>()]);
            levelCells = joined.Min(graph.AddInitializer("cells.last", last, last.Length)).To(OnnxElementType.Int64);
        }

        int[] SlotsOf(TableColumnKind kind) =>
            [
                .. inputs
                    .Where(input => input.Column.Kind == kind)
                    .SelectMany(input => Enumerable.Range(input.First, input.Column.Width)),
            ];

        NodeValue? Join(TableColumnKind kind)
        {
            OnnxValue[] ofKind = [.. values.Where((_, i) => table.Columns[i].Kind == kind)];
            return ofKind.Length == 0 ? null : MatrixNodes.AddJoin(graph, ofKind);
        }
    }

    public OnnxGraphBuilder Graph { get; }

    /// <summary>Gets the number S of raw slots.</summary>
    public int RawWidth => numbers.Length + categories.Length;

    /// <summary>Gets the number of slots of numbers, which come first.</summary>
    public int NumberCount => numbers.Length;

    /// <summary>Gets the slot of the encoding of each number.</summary>
    public int[] EncodedNumbers => Array.ConvertAll(numbers, slot => encoding.Starts[slot]);

    /// <summary>Gets the slot of the encoding of each of the graph's features: [F].</summary>
    public int[] EncodedFeatures =>
        [
            .. numbers
                .Concat(categories)
                .SelectMany(slot => Enumerable.Range(encoding.Starts[slot], encoding.Widths[slot])),
        ];

    public int RawSlotOf(int encodedSlot) =>
        Enumerable.Range(0, RawWidth).Last(slot => encoding.Starts[slot] <= encodedSlot);

    /// <summary>Adds the standardized numbers, 0 for missing ones: [N, n]; null without numbers.</summary>
    public NodeValue? AddNumbers()
    {
        if (numberCells is null)
        {
            return null;
        }

        var means = Array.ConvertAll(numbers, slot => encoding.Moments[slot].Mean);
        var scales = Array.ConvertAll(numbers, slot => encoding.Moments[slot].Scale);
        var centered = numberCells - Graph.AddInitializer("cells.means", means, means.Length);
        var scaled = centered / Graph.AddInitializer("cells.scales", scales, scales.Length);
        var limited = scaled.Clip(-NumericRows.Largest, NumericRows.Largest);
        return numberCells.Node("IsNaN").Where(0, limited);
    }

    /// <summary>Adds the encoded rows: [N, F].</summary>
    public NodeValue AddFeatures()
    {
        List<OnnxValue> parts = AddNumbers() is { } ofNumbers ? [ofNumbers] : [];
        for (var i = 0; i < categories.Length; i++)
        {
            var (start, width) = (encoding.Starts[categories[i]], encoding.Widths[categories[i]]);
            float[] rows =
            [
                .. encoding
                    .Encode(levels[i])
                    .SelectMany(row => row[start..(start + width)])
                    .Select(value => (float)value),
            ];
            var cells = levelCells!.DeclareShape(MatrixNodes.BatchAxis, categories.Length);
            var places = Graph.AddNode("Squeeze", [MatrixNodes.AddColumns(Graph, cells, i, 1), Graph.AddIndices(1)]);
            var constants = cells.AddConstant($"cells.levels_{i}", rows, levels[i].RowCount, width);
            parts.Add(constants.Gather(places, 0));
        }

        return MatrixNodes.AddJoin(Graph, [.. parts]);
    }

    /// <summary>Adds a number for the level of each category's cell: [N, C]; null without categories.</summary>
    /// <param name="name">The name of a constant.</param>
    /// <param name="valuesOf">Returns the numbers of rows, by the rows and their raw slot.</param>
    public OnnxValue? AddOfLevels(string name, Func<CodedTable, int, IEnumerable<double>> valuesOf)
    {
        if (levelCells is null)
        {
            return null;
        }

        float[] values =
        [
            .. levels.SelectMany((rows, i) => valuesOf(rows, categories[i])).Select(value => (float)value),
        ];
        long first = 0;
        var firsts = Array.ConvertAll(levels, rows => (first += rows.RowCount) - rows.RowCount);
        var places = levelCells + Graph.AddInitializer($"{name}.firsts", firsts, firsts.Length);
        return levelCells.AddConstant(name, values, values.Length).Gather(places, 0);
    }

    /// <summary>Adds sums of the features of each raw slot: [N, F] -> [N, S].</summary>
    public OnnxValue AddSums(OnnxValue features)
    {
        if (categories.Length == 0)
        {
            return AddInOrder(features);
        }

        var widths = Array.ConvertAll(categories, slot => (long)encoding.Widths[slot]);
        features = features.DeclareShape(MatrixNodes.BatchAxis, numbers.Length + widths.Sum());
        var sums = new GroupNodes(Graph, widths).AddSums(
            "cells.sums",
            MatrixNodes.AddColumns(Graph, features, numbers.Length, widths.Sum())
        );
        return AddInOrder(
            numbers.Length == 0
                ? sums
                : MatrixNodes.AddJoin(Graph, MatrixNodes.AddColumns(Graph, features, 0, numbers.Length), sums)
        );
    }

    /// <summary>Adds columns for numbers and then categories in the order of the raw slots: [N, n + C] -> [N, S].</summary>
    public OnnxValue AddInOrder(OnnxValue perSlot)
    {
        int[] slots = [.. numbers, .. categories];
        var places = new long[slots.Length];
        for (var i = 0; i < slots.Length; i++)
        {
            places[slots[i]] = i;
        }

        return ColumnNodes.AddInOrder(Graph, perSlot, slots.Length, places);
    }

    /// <summary>Adds columns for categories in the order of the raw slots, 0 for numbers: [N, C] -> [N, S].</summary>
    public OnnxValue AddForCategories(string name, OnnxValue perCategory)
    {
        long[] places = [.. Enumerable.Repeat((long)categories.Length, RawWidth)];
        for (var i = 0; i < categories.Length; i++)
        {
            places[categories[i]] = i;
        }

        return ColumnNodes.AddSums(Graph, name, perCategory, categories.Length, places);
    }

    private CodedTable RowsOfLevels(int slot)
    {
        double[] cells =
        [
            double.NaN,
            .. Enumerable.Range(0, encoding.Columns[slot].LevelCount).Select(level => (double)level),
        ];
        double[] missing = [.. Enumerable.Repeat(double.NaN, cells.Length)];
        return new(encoding.Columns, [.. encoding.Columns.Select((_, i) => i == slot ? cells : missing)]);
    }
}
