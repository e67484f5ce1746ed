using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// Converts values of the network's slots to a table's raw slots, in TorchSharp. <see cref="TableNodes"/> does the same in
/// graphs.
/// </summary>
/// <remarks>The tensors belong to the caller's dispose scope.</remarks>
internal static class TableSlots
{
    /// <summary>Returns 1 for each cell of a category that training did not have, and 0 for others: [N, W] -> [N, S].</summary>
    public static Tensor Unseen(Table table, Tensor encoded)
    {
        var marks = encoded.narrow(1, table.ValueWidth, table.MarkCount);
        var all = cat([marks, zeros_like(marks.narrow(1, 0, 1))], 1);
        return all.index_select(1, tensor(table.UnseenMarkOfEachRawSlot, device: all.device));
    }

    /// <summary>Returns the sums over the slots of each raw slot, with its marks: [N, W] -> [N, S].</summary>
    public static Tensor SumsPerRawSlot(Table table, Tensor perSlot)
    {
        var sums = InOrder(table, OfGroups(table, perSlot, slots => slots.sum(1, keepdim: true)));
        if (table.MarkCount > 0)
        {
            var marks = perSlot.narrow(1, table.ValueWidth, table.MarkCount);
            var others = zeros_like(marks.narrow(1, 0, 1)); // the place of raw slots without a mark
            var all = cat([marks, others], 1);
            foreach (
                var places in (long[][])
                    [
                        table.MissingMarkOfEachRawSlot,
                        table.UnseenMarkOfEachRawSlot,
                        table.RangeMarkOfEachRawSlot,
                        table.RelationMarkOfEachRawSlot,
                    ]
            )
            {
                sums = sums.Plus(all.index_select(1, tensor(places, device: all.device)));
            }
        }

        return sums;
    }

    /// <summary>
    /// Returns the share of a row's KL for each raw slot, [N, S]. It is equal for all slots with a value, or for all slots if
    /// none has a value.
    /// </summary>
    public static Tensor KlShares(Table table, Tensor encoded)
    {
        var isObserved = encoded.isnan().logical_not();
        var observed = InOrder(table, OfGroups(table, isObserved, slots => slots.narrow(1, 0, 1))).to(encoded.dtype); // [N, S]
        var isEmpty = observed.sum(1, keepdim: true).eq(Held(0)); // [N, 1]
        var counted = observed.masked_fill(isEmpty, Held(1));
        return counted / counted.sum(1, keepdim: true);
    }

    /// <summary>
    /// Returns slots, or the probabilities of bins and categories, with one number for each group of bins: the sum of the bins' means, weighted
    /// by them. [N, slots] -> [N, numbers and Booleans, binned numbers, categories].
    /// </summary>
    public static Tensor WithNumbersOfBins(Table table, Tensor slots)
    {
        if (table.Bins.Count == 0)
        {
            return slots;
        }

        long first = table.FirstGroup;
        List<Tensor> parts = [slots.narrow(1, 0, first)];
        foreach (var bins in table.Bins)
        {
            var ofBins = slots.narrow(1, first, bins.Count) * tensor(bins.Means.ToArray(), device: slots.device);
            parts.Add(ofBins.sum(1, keepdim: true));
            first += bins.Count;
        }

        return cat([.. parts, slots.narrow(1, first, slots.shape[1] - first)], 1);
    }

    /// <summary>Reduces each group of one-hot slots of [N, W] to one column: [N, S], sorted by kind.</summary>
    public static Tensor OfGroups(Table table, Tensor values, Func<Tensor, Tensor> ofGroup)
    {
        long first = table.NumberCount + table.BooleanCount;
        List<Tensor> parts = [values.narrow(1, 0, first)];
        foreach (var width in table.GroupWidths)
        {
            parts.Add(ofGroup(values.narrow(1, first, width)));
            first += width;
        }

        return cat([.. parts], 1);
    }

    private static Tensor InOrder(Table table, Tensor sorted) =>
        sorted.index_select(1, tensor(table.SortedPlaces, device: sorted.device));
}
