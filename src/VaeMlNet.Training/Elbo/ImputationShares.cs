using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// Finds the shares with which the imputer blends the means of a model and regressions: those with the smallest squared error of hidden
/// cells in rows that neither has learned from. Without many, they are what the reconstructions of the model suggest.
/// </summary>
/// <remarks>Thread safety: static.</remarks>
internal static class ImputationShares
{
    private const double HiddenShare = 0.2;

    // Of a model that reconstructs rows exactly.
    private const double LargestShareWithoutCells = 0.4;
    private const double PriorCells = 100;

    /// <summary>Returns the model's share of each column, and the errors of the blends in relation to the model's.</summary>
    /// <param name="network">The network of a table.</param>
    /// <param name="regressions">The regressions of the training rows.</param>
    /// <param name="heldOut">The rows; null for none.</param>
    /// <param name="relativeError">The error of decoded values in relation to means; null if no column varies.</param>
    /// <param name="seed">The seed of the hidden cells.</param>
    public static (float[] Shares, float[] Spreads) Find(
        VariationalAutoencoder network,
        RegressionImputation regressions,
        MemoryRows? heldOut,
        double? relativeError,
        int seed
    )
    {
        BlendErrors errors = new(network.Table!);
        if (heldOut is not null)
        {
            Measure(network, regressions, heldOut, seed, errors);
        }

        var expected = LargestShareWithoutCells * (1 - Math.Pow(relativeError ?? 1, 2));
        var shares = errors.Shares(expected, PriorCells, heldOut?.Count ?? 0);
        return (shares, errors.Spreads(shares, PriorCells));
    }

    private static void Measure(
        VariationalAutoencoder network,
        RegressionImputation regressions,
        MemoryRows heldOut,
        int seed,
        BlendErrors errors
    )
    {
        var table = network.Table!;
        LinearSlots slots = new(table);
        TableDecoding decoding = new(network, table);
        var index = table.Columns.Index().ToDictionary(column => column.Item.Name, column => column.Index);
        int[] columns = [.. table.Sorted.Where(LinearSlots.Has).Select(column => index[column.Name])];
        using var generator = new Generator(unchecked((ulong)seed));
        var rows = heldOut.Spread(Evaluation.RowsToHide);
        Evaluation.ForEachBatch(
            network,
            new JoinedRows([.. Enumerable.Repeat(rows, (int)Evaluation.CopiesToHide(heldOut.Count))]),
            (x, _) =>
            {
                var rates = ones(x.shape[0], 1) * Held(HiddenShare);
                var hidden = network.WithValues(x, values => network.HiddenCells!.Hide(values, rates, generator));
                var ofModel = decoding.Means(network.forward(hidden));
                var visible = slots.Of(slots.CellsOfEncoded(network.Values(hidden).cpu()));
                var truth = slots.Of(slots.CellsOfEncoded(network.Values(x).cpu()));
                errors.Add(
                    [.. columns.Select(column => ofModel[column].cpu())],
                    regressions.Estimate(slots, visible),
                    truth.Values,
                    truth.Observed.logical_and(visible.Observed.logical_not())
                );
            }
        );
    }
}
