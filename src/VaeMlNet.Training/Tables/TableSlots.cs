using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>From the network's slots back to a table's raw slots, in TorchSharp; the graphs' <see cref="TableNodes"/> do the same.</summary>
/// <remarks>Tensors of the caller's dispose scope.</remarks>
internal static class TableSlots
{
    /// <summary>Sums over each raw slot's part: [N, W] -> [N, S].</summary>
    public static Tensor SumsPerRawSlot(Table table, Tensor perSlot) =>
        InOrder(table, OfKeys(table, perSlot, slots => slots.sum(1, keepdim: true)));

    /// <summary>The share of a row's KL that each raw slot stands for: equal for all with a value, or for all, [N, S].</summary>
    public static Tensor KlShares(Table table, Tensor encoded)
    {
        var isObserved = encoded.isnan().logical_not();
        var observed = InOrder(table, OfKeys(table, isObserved, slots => slots.narrow(1, 0, 1))).to(encoded.dtype); // [N, S]
        var isEmpty = observed.sum(1, keepdim: true).eq(0); // [N, 1]
        var counted = observed.masked_fill(isEmpty, 1);
        return counted / counted.sum(1, keepdim: true);
    }

    /// <summary>[N, W] with one column for each key: [N, S], sorted by kind.</summary>
    private static Tensor OfKeys(Table table, Tensor values, Func<Tensor, Tensor> ofKey)
    {
        long first = table.NumberCount + table.BooleanCount;
        List<Tensor> parts = [values.narrow(1, 0, first)];
        foreach (var width in table.KeyWidths)
        {
            parts.Add(ofKey(values.narrow(1, first, width)));
            first += width;
        }

        return cat([.. parts], 1);
    }

    private static Tensor InOrder(Table table, Tensor sorted) => sorted.index_select(1, tensor(table.SortedPlaces));
}
