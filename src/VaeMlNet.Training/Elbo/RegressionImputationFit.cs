using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// Fits <see cref="RegressionImputation"/> to the rows of a table. The shares of the forests are those with the smallest squared error of
/// hidden cells in rows that were left out, which also show which columns are filled with a probable value.
/// </summary>
internal static class RegressionImputationFit
{
    // A covariance matrix of 500 slots is known well from as many.
    private const int MostRows = 5000;
    private const int RowsPerBlock = 256;

    // A forest has a tree for each column, and the nodes of each are in the graph.
    private const int MostColumnsOfForests = 100;
    private const int MostSlotsOfForests = 300;

    private const int FewRows = 1000;
    private const int FoldsOfFewRows = 5;
    private const double HiddenShare = 0.2;
    private const double ShareWithoutCells = 0.2;
    private const double PriorCells = 30;

    /// <summary>
    /// Fits the regressions; null for a table with too many slots, without two slots, or with numbers so large that float32 cannot represent the
    /// regressions.
    /// </summary>
    /// <exception cref="OperationCanceledException">Training was canceled.</exception>
    public static RegressionImputation? Fit(
        Table table,
        RawSample sample,
        int seed,
        CancellationToken cancellationToken
    )
    {
        LinearSlots slots = new(table);
        if (!HasSlots(slots))
        {
            return null;
        }

        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var cells = slots.Of(slots.CellsOfRaw(sample.ToTensor()));
        var (linear, penalty) = LinearImputationFit.Fit(slots, cells);
        if (!linear.Scales.All(float.IsFinite))
        {
            return null;
        }

        RegressionImputation fit = new() { Linear = linear };
        if (slots.Count > MostSlotsOfForests || slots.Groups.Length is < 2 or > MostColumnsOfForests)
        {
            return fit;
        }

        CodedColumns codes = new(table);
        var shares = TreeShares(table, slots, cells, penalty, codes, seed, cancellationToken);
        return fit with
        {
            Trees = TreeImputationFit.Fit(slots, cells, codes.Chosen, seed, cancellationToken),
            TreeShares = shares,
        };
    }

    /// <summary>Fits the same regressions to other rows, with the same shares.</summary>
    /// <param name="table">The table.</param>
    /// <param name="rows">The rows of the network. Conditions at their end are not read.</param>
    /// <param name="like">The regressions of all rows.</param>
    /// <param name="seed">The seed of the forests.</param>
    public static RegressionImputation FitLike(Table table, MemoryRows rows, RegressionImputation like, int seed)
    {
        LinearSlots slots = new(table);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var cells = slots.Of(CellsOf(slots, rows));
        return like with
        {
            Linear = LinearImputationFit.Fit(slots, cells).Linear,
            Trees = like.Trees is null
                ? null
                : TreeImputationFit.Fit(slots, cells, codes: [], seed, CancellationToken.None),
        };
    }

    private static bool HasSlots(LinearSlots slots) => slots.Count is >= 2 and <= LinearImputation.MostSlots;

    /// <summary>Returns the cells of rows at equal distances, [n, R]. The rows have many more slots, so that they are encoded in blocks.</summary>
    private static Tensor CellsOf(LinearSlots slots, MemoryRows rows)
    {
        var chosen = rows.Spread(MostRows);
        var count = (int)chosen.Count;
        List<Tensor> cells = [];
        for (var first = 0; first < count; first += RowsPerBlock)
        {
            using var scope = NewDisposeScope();
            var block = chosen.Slice(first, Math.Min(RowsPerBlock, count - first));
            cells.Add(slots.CellsOfEncoded(block).MoveToOuterDisposeScope());
        }

        return cat([.. cells], 0);
    }

    /// <summary>Returns the share of the forests in each slot.</summary>
    private static float[] TreeShares(
        Table table,
        LinearSlots slots,
        (Tensor Values, Tensor Observed) cells,
        double penalty,
        CodedColumns codes,
        int seed,
        CancellationToken cancellationToken
    )
    {
        BlendErrors errors = new(table);
        using var generator = new Generator(unchecked((ulong)seed));
        var rowCount = (int)cells.Values.shape[0];
        var order = TensorValues.Integers(randperm(rowCount, ScalarType.Int64, generator: generator));
        long[] widths = [.. table.Sorted.Where(LinearSlots.Has).Select(column => (long)LinearSlots.WidthOf(column))];
        for (var fold = 0; fold < (rowCount < FewRows ? Math.Min(FoldsOfFewRows, rowCount) : 1); fold++)
        {
            using var scope = NewDisposeScope();
            var isLeftOut = order.Index().ToLookup(row => row.Index % FoldsOfFewRows == fold, row => row.Item);
            var learned = Rows(isLeftOut[false]);
            var truth = Rows(isLeftOut[true]);
            if (learned.Values.shape[0] == 0)
            {
                break;
            }

            var trees = TreeImputationFit.Fit(slots, learned, codes.Candidates, seed, cancellationToken);
            var (linear, _) = LinearImputationFit.Fit(slots, learned, penalty);
            // All copies together, because operators on few rows take about the same time for more.
            var copies = Evaluation.CopiesToHide(truth.Values.shape[0]);
            var (values, observed) = (truth.Values.repeat(copies, 1), truth.Observed.repeat(copies, 1));
            var isHidden = Hidden(slots, observed, generator);
            var visible = (values, observed.logical_and(isHidden.logical_not()));
            var (ofTrees, ofCodes) = trees.Estimate(slots, visible);
            var ofLinear = linear.Estimate(visible);
            errors.Add([.. ofTrees.Parts(widths)], ofLinear, values, isHidden);
            codes.Add(ofCodes, ofTrees.Plus(ofLinear) / Held(2), values, isHidden);
        }

        var shares = errors.Shares(ShareWithoutCells, PriorCells, rowCount);
        return
        [
            .. table
                .Sorted.Zip(shares)
                .Where(pair => LinearSlots.Has(pair.First))
                .SelectMany(pair => Enumerable.Repeat(pair.Second, LinearSlots.WidthOf(pair.First))),
        ];

        (Tensor Values, Tensor Observed) Rows(IEnumerable<long> rows)
        {
            var chosen = tensor([.. rows]);
            return (cells.Values.index_select(0, chosen), cells.Observed.index_select(0, chosen));
        }
    }

    /// <summary>Returns whether slots are hidden, all of a cell together, [n, S].</summary>
    private static Tensor Hidden(LinearSlots slots, Tensor observed, Generator generator)
    {
        var drawn = rand(observed.shape[0], slots.Groups.Length, generator: generator); // [n, groups]
        long[] groups = [.. slots.Groups.Index().SelectMany(group => Enumerable.Repeat((long)group.Index, group.Item))];
        return drawn.index_select(1, tensor(groups)).lt(Held(HiddenShare)).logical_and(observed);
    }
}
