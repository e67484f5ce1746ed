using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// The cells of a table as slots for <see cref="RegressionImputation"/>: one for each number and Boolean, then one for each category of the
/// columns with few categories.
/// </summary>
/// <remarks>
/// Cells are given in the order of a network's row, where a key takes one place, [N, R]. A cell without a value is NaN or infinite, and one of a
/// category has its key from 1.
/// </remarks>
internal sealed class LinearSlots
{
    private readonly Table table;
    private readonly long[] places; // the cell of each slot
    private readonly float[] keys; // the category of each slot; 0 for numbers
    private readonly float[] largestValues; // the largest value that a cell can have
    private readonly float[] smallestValues;

    public LinearSlots(Table table)
    {
        this.table = table;
        NumberCount = table.FirstGroup + table.Bins.Count;
        TableColumn[] keyColumns = [.. table.Keys];
        var ofKeys = keyColumns.Index().Where(column => Has(column.Item)).ToArray();
        places =
        [
            .. Enumerable.Range(0, NumberCount).Select(place => (long)place),
            .. ofKeys.SelectMany(column => Enumerable.Repeat((long)NumberCount + column.Index, column.Item.KeyCount)),
        ];
        keys = [.. new float[NumberCount], .. ofKeys.SelectMany(column => KeysOf(column.Item))];
        smallestValues = Array.ConvertAll(keys, key => key == 0 ? float.MinValue : 1);
        largestValues =
        [
            .. Enumerable.Repeat(float.MaxValue, NumberCount),
            .. ofKeys.SelectMany(column => Enumerable.Repeat((float)column.Item.KeyCount, column.Item.KeyCount)),
        ];
        Groups = [.. Enumerable.Repeat(1, NumberCount), .. ofKeys.Select(column => column.Item.KeyCount)];
        var next = NumberCount;
        SlotOfEachCategory =
        [
            .. keyColumns.SelectMany(column =>
                Enumerable.Range(0, column.KeyCount).Select(_ => Has(column) ? (long)next++ : Count)
            ),
        ];
    }

    /// <summary>Gets the number S of slots.</summary>
    public int Count => places.Length;

    /// <summary>Gets the number of slots of numbers and Booleans, which come first.</summary>
    public int NumberCount { get; }

    /// <summary>Gets the numbers of neighboring slots that a cell has.</summary>
    public int[] Groups { get; }

    /// <summary>Gets the slot of each category of all key columns, in the order of a network's row; S for those without a slot.</summary>
    public long[] SlotOfEachCategory { get; }

    /// <summary>Returns whether the cells of a column have slots.</summary>
    public static bool Has(TableColumn column) =>
        column.Kind != TableColumnKind.Key
        || (!column.IsEmbedded && column.KeyCount <= LinearImputation.MostCategories);

    /// <summary>Returns the number of slots of a column that has some.</summary>
    public static int WidthOf(TableColumn column) =>
        column.Kind == TableColumnKind.Key ? column.KeyCount : column.Width;

    /// <summary>Returns the keys of a column, from 1.</summary>
    public static float[] KeysOf(TableColumn column) =>
        [.. Enumerable.Range(1, column.KeyCount).Select(key => (float)key)];

    public bool IsCategory(int slot) => keys[slot] > 0;

    /// <summary>Returns the slots of cells, [n, R] -> [n, S], and whether their cells have values.</summary>
    public (Tensor Values, Tensor Observed) Of(Tensor cells)
    {
        var ofSlots = cells.index_select(1, tensor(places)); // [n, S]
        var observed = ofSlots.ge(tensor(smallestValues)).logical_and(ofSlots.le(tensor(largestValues))); // NaN is not
        var ofKeys = tensor(keys);
        var values = where(ofKeys.gt(HeldScalars.Held(0)), ofSlots.eq(ofKeys).to(cells.dtype), ofSlots);
        return (values, observed);
    }

    public (NodeValue Values, NodeValue Observed) AddTo(OnnxGraphBuilder graph, OnnxValue cells)
    {
        var ofSlots = ColumnNodes.AddInOrder(graph, cells, NumberCount + table.KeyWidths.Length, places);
        var isAbove = ofSlots >= AddRow("smallest", smallestValues);
        var observed = isAbove & (ofSlots <= AddRow("largest", largestValues));
        if (Count == NumberCount)
        {
            return (ofSlots, observed);
        }

        var ofKeys = NumberCount == 0 ? ofSlots : Columns(NumberCount, Count - NumberCount);
        var categories = ofKeys.Equal(AddRow("keys", keys[NumberCount..])).ToFloats();
        return NumberCount == 0
            ? (categories, observed)
            : (MatrixNodes.AddJoin(graph, Columns(0, NumberCount), categories), observed);

        NodeValue Columns(int first, int count) => MatrixNodes.AddColumns(graph, ofSlots, first, count);
        OnnxValue AddRow(string name, float[] values) =>
            graph.AddInitializer($"imputer.{name}", values, 1, values.Length);
    }

    /// <summary>Returns slots in the order of a model's means: numbers and Booleans, then every category, with 0 for those without a slot.</summary>
    public Tensor InOrderOfMeans(Tensor slots)
    {
        var all = cat([slots, zeros_like(slots.narrow(1, 0, 1))], 1);
        return cat([slots.narrow(1, 0, NumberCount), all.index_select(1, tensor(SlotOfEachCategory))], 1);
    }

    /// <summary>Returns the cells of raw rows in the table's order, [n, S] -> [n, R].</summary>
    public Tensor CellsOfRaw(Tensor raw)
    {
        var rawSlots = new long[table.RawWidth];
        foreach (var (slot, place) in table.SortedPlaces.Index())
        {
            rawSlots[place] = slot;
        }

        return raw.index_select(1, tensor(rawSlots));
    }

    /// <summary>Returns the cells of a network's rows, [n, W] -> [n, R]. A number in a bin is the mean of the bin.</summary>
    public Tensor CellsOfEncoded(Tensor encoded)
    {
        float[] factors =
        [
            .. table.Scales,
            .. Enumerable.Repeat(1f, table.BooleanCount),
            .. table.Bins.SelectMany(slot => slot.Means),
            .. table.Keys.SelectMany(column => column.IsEmbedded ? [1f] : KeysOf(column)),
        ];
        var products = encoded.narrow(1, 0, table.ValueWidth) * tensor(factors);
        var cells = TableSlots.OfGroups(table, products, slots => slots.sum(1, keepdim: true)); // [n, R]
        return table.NumberCount == 0
            ? cells
            : cat(
                [
                    cells.narrow(1, 0, table.NumberCount).Plus(tensor(table.Means)),
                    cells.narrow(1, table.NumberCount, cells.shape[1] - table.NumberCount),
                ],
                1
            );
    }
}
