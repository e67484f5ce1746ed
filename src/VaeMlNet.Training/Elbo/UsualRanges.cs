using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Computes from rows in memory what is usual for each slot, for the reasons of scores.</summary>
internal static class UsualRanges
{
    // Enough for a median, and for one value in 100.
    private const int LargestRowCount = 1000;
    private const long LargestValueCount = 1 << 22;

    /// <summary>
    /// Returns what is usual for each raw slot, or for each channel of windows; null for very wide rows. Tables have no ranges here: their columns have them.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="training">The training rows, from which the ranges are computed.</param>
    /// <param name="scored">The rows whose contributions are usual.</param>
    public static UsualSlots? Find(VariationalAutoencoder network, MemoryRows training, MemoryRows scored)
    {
        if (network.RawWidth > UsualRows.MostSlots && network.Table?.Windows is null)
        {
            return null;
        }

        var ranges = network.Table is null ? OfFeatures(network.InputDim, training) : [];
        return new()
        {
            Lows = [.. ranges.Select(range => range.Low)],
            Highs = [.. ranges.Select(range => range.High)],
            Contributions = Contributions(network, scored),
        };
    }

    /// <summary>
    /// Returns the usual contribution of each raw slot, or of each channel of windows, to the score without its KL, in nats. The contributions of densities
    /// depend on the unit of a column, so that only their differences from the usual tell which column is unusual in a row.
    /// </summary>
    private static float[] Contributions(VariationalAutoencoder network, MemoryRows rows)
    {
        using var scope = NewDisposeScope();
        var windows = network.Table?.Windows;
        var contributions = Evaluation.OfAllRows(network, Sample(rows, network.RawWidth), OfBatch)[0]; // [N, S] or [N, C]
        return
        [
            .. Enumerable
                .Range(0, (int)contributions.shape[1])
                .Select(slot => Doubles(contributions.select(1, slot)))
                .Select(values => (float)(windows is null ? Quantile.Compute(values, 0.5) : MeanWithoutTails(values))),
        ];

        Tensor[] OfBatch(Tensor x)
        {
            var perSlot = network.Score(x).OwnContributions; // [n, W]
            var perRawSlot = network.Table is { } table ? TableSlots.SumsPerRawSlot(table, perSlot) : perSlot; // [n, S]
            return [windows?.SumsPerChannel(perRawSlot) ?? perRawSlot];
        }

        double[] Doubles(Tensor ofSlot) => Array.ConvertAll(TensorValues.Floats(ofSlot), value => (double)value);
    }

    /// <summary>
    /// Returns the mean of all but the lowest and the highest one in 100. A channel that rarely changes has a low contribution to most windows and a high one
    /// to some. Covering scores are means of windows, so that the median of windows is below what is usual for them.
    /// </summary>
    private static double MeanWithoutTails(double[] values)
    {
        var tail = (int)(UsualRows.Tail * values.Length);
        return values.Order().Skip(tail).SkipLast(tail).Average();
    }

    private static (float Low, float High)[] OfFeatures(int width, MemoryRows rows)
    {
        using var scope = NewDisposeScope();
        var sample = Sample(rows, width);
        var values = sample.Slice(0, sample.Count); // [n, D]
        var ranges = new (float, float)[width];
        for (var slot = 0; slot < ranges.Length; slot++)
        {
            using var sorted = SortedValues.Of(TensorValues.Floats(values.select(1, slot)).Select(x => (double)x));
            ranges[slot] = Quantile.WithoutTails(sorted, UsualRows.Tail);
        }

        return ranges;
    }

    private static MemoryRows Sample(MemoryRows rows, int width) =>
        rows.Spread(Math.Min(LargestRowCount, Math.Max(1, LargestValueCount / width)));
}
