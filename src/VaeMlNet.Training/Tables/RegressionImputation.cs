using VaeMlNet.OnnxExport;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// Estimates the missing cells of a row from its other cells, by linear regressions and forests. The imputer blends them with the means of p(x|z).
/// </summary>
/// <remarks>Checkpoints contain it. Thread safety: immutable. Equality compares the lists by reference.</remarks>
internal sealed record RegressionImputation
{
    /// <summary>Gets the linear estimates.</summary>
    public required LinearImputation Linear { get; init; }

    /// <summary>Gets the forests; null for none.</summary>
    public TreeImputation? Trees { get; init; }

    /// <summary>Gets the part of the forests in the estimate of each slot, in [0, 1]; empty without forests.</summary>
    public IReadOnlyList<float> TreeShares { get; init; } = [];

    /// <summary>
    /// Gets the part of the model's own means in the imputer's values, in [0, 1], for each column in the order of a network's row.
    /// </summary>
    public IReadOnlyList<float> ModelShares { get; init; } = [];

    /// <summary>
    /// Gets the error of the imputer's values in relation to that of the model's means, in (0, 1], for each column in the order of a network's row; 0
    /// where the imputer has the model's means, or no means.
    /// </summary>
    public IReadOnlyList<float> Spreads { get; init; } = [];

    /// <summary>Computes the estimates of all slots.</summary>
    /// <param name="slots">The slots of the table.</param>
    /// <param name="cells">The cells, [n, S], and whether they are observed, bool [n, S].</param>
    /// <returns>The slots in the units of their columns, [n, S], in the caller's dispose scope. Those of observed cells are arbitrary.</returns>
    public Tensor Estimate(LinearSlots slots, (Tensor Values, Tensor Observed) cells)
    {
        var ofLinear = Linear.Estimate(cells);
        if (Trees is null)
        {
            return ofLinear;
        }

        var shares = tensor([.. TreeShares]);
        var (ofTrees, utilities) = Trees.Estimate(slots, cells);
        var blend = (ofTrees * shares).Plus(ofLinear * (-shares).Plus(Held(1)));
        return cat([blend, Trees.BestCodes(utilities)], 1).index_select(1, tensor(PlacesOfEstimates(slots)));
    }

    public OnnxValue AddEstimates(
        OnnxGraphBuilder graph,
        LinearSlots slots,
        (NodeValue Values, NodeValue Observed) cells
    )
    {
        var ofLinear = Linear.AddEstimates(graph, slots, cells);
        if (Trees is null)
        {
            return ofLinear;
        }

        var (ofTrees, codes) = Trees.AddEstimates(graph, slots, cells);
        var blend = ColumnNodes.AddBlend(
            graph,
            (ofTrees, "imputer.tree_shares"),
            (ofLinear, "imputer.linear_shares"),
            [.. TreeShares]
        );
        var places = PlacesOfEstimates(slots);
        return codes is null
            ? blend
            : ColumnNodes.AddInOrder(graph, MatrixNodes.AddJoin(graph, blend, codes), places.Max() + 1, places);
    }

    /// <summary>Returns the regressions with shares of the model, which has none of the coded columns.</summary>
    /// <param name="table">The table.</param>
    /// <param name="shares">The share of each column in the order of a network's row.</param>
    /// <param name="spreads">The spread of each column in the same order.</param>
    public RegressionImputation WithModelShares(Table table, float[] shares, float[] spreads)
    {
        var slot = 0;
        List<float> own = [];
        List<float> ofNumbers = [];
        foreach (var (column, share, spread) in table.Sorted.Zip(shares, spreads))
        {
            var isCoded = Trees?.CodeSlots.Contains(slot) == true && LinearSlots.Has(column);
            own.Add(isCoded ? 0 : share);
            var isMean = column.IsNumber && !isCoded;
            ofNumbers.Add(isMean && share < 1 ? spread : 0);
            slot += LinearSlots.Has(column) ? LinearSlots.WidthOf(column) : 0;
        }

        return this with
        {
            ModelShares = own,
            Spreads = ofNumbers,
        };
    }

    // The slots, and behind them the best value of each coded one.
    private long[] PlacesOfEstimates(LinearSlots slots)
    {
        int[] coded = [.. Trees!.CodeSlots.Distinct()];
        return
        [
            .. Enumerable
                .Range(0, slots.Count)
                .Select(slot => (long)(Array.IndexOf(coded, slot) is >= 0 and var place ? slots.Count + place : slot)),
        ];
    }
}
