using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// Finds the shares with which the imputer blends the means of a model and linear estimates: those with the smallest squared error of hidden
/// cells in rows that neither has learned from.
/// </summary>
/// <remarks>
/// Few cells say little. The share of a column is drawn to that of all columns of its kind, and that one to what the
/// reconstructions of the model suggest. Thread safety: static.
/// </remarks>
internal static class ImputationShares
{
    private const double HiddenShare = 0.2;

    // Of a model that reconstructs rows exactly.
    private const double LargestShareWithoutCells = 0.4;

    // The number of hidden cells that count as much as what is expected without them.
    private const double PriorCellsOfKind = 100;
    private const double PriorCellsOfColumn = 100;

    /// <summary>Returns the linear estimates with the share of each column.</summary>
    /// <param name="network">The network of a table.</param>
    /// <param name="linear">Linear estimates.</param>
    /// <param name="heldOut">The rows; null for none.</param>
    /// <param name="relativeError">The error of decoded values in relation to means; null if no column varies.</param>
    /// <param name="seed">The seed of the hidden cells.</param>
    public static LinearImputation Find(
        VariationalAutoencoder network,
        LinearImputation linear,
        MemoryRows? heldOut,
        double? relativeError,
        int seed
    )
    {
        var expected = LargestShareWithoutCells * (1 - Math.Pow(relativeError ?? 1, 2));
        var table = network.Table!;
        ColumnErrors[] errors = [.. table.Sorted.Select(column => new ColumnErrors(column))];
        if (heldOut is not null)
        {
            Measure(network, linear, heldOut, seed, errors);
        }

        foreach (var kind in errors.GroupBy(column => column.IsKey))
        {
            var ofKind = Share(
                kind.Sum(column => column.Products),
                kind.Sum(column => column.Squares),
                kind.Sum(column => column.Cells),
                expected,
                PriorCellsOfKind
            );
            foreach (var column in kind)
            {
                column.Share = Share(column.Products, column.Squares, column.Cells, ofKind, PriorCellsOfColumn);
            }
        }

        return linear with
        {
            ModelShares = [.. errors.Select(column => column.IsLinear ? (float)column.Share : 1f)],
        };
    }

    /// <summary>
    /// Returns the share w of the errors e of the model that minimizes the squares of w e + (1 - w) f, where f are the linear errors: the sum of
    /// f (f - e) over the sum of (f - e)^2, drawn to an expected share.
    /// </summary>
    private static double Share(double products, double squares, double cells, double expected, double priorCells)
    {
        if (squares <= 0 || cells == 0)
        {
            return expected;
        }

        return ((cells * Math.Clamp(products / squares, 0, 1)) + (priorCells * expected)) / (cells + priorCells);
    }

    private static void Measure(
        VariationalAutoencoder network,
        LinearImputation linear,
        MemoryRows heldOut,
        int seed,
        ColumnErrors[] errors
    )
    {
        var table = network.Table!;
        LinearSlots slots = new(table);
        TableDecoding decoding = new(network, table);
        using var generator = new Generator(unchecked((ulong)seed));
        var copies = Evaluation.CopiesToHide(heldOut.Count);
        var rows = heldOut.First(Evaluation.RowsToHide);
        for (var copy = 0; copy < copies; copy++)
        {
            Evaluation.ForEachBatch(
                network,
                rows,
                (x, _) =>
                {
                    var rates = ones(x.shape[0], 1) * Held(HiddenShare);
                    var hidden = network.WithValues(x, values => HiddenCells.Hide(table, values, rates, generator));
                    var ofModel = decoding.Means(network.forward(hidden));
                    var cells = slots.CellsOfEncoded(network.Values(hidden).cpu());
                    var estimates = slots.InOrderOfMeans(linear.Estimate(slots.Of(cells)));
                    var truth = slots.CellsOfEncoded(network.Values(x).cpu()); // [n, R]
                    Add(table, errors, ofModel, estimates, truth, cells);
                }
            );
        }

        foreach (var column in errors)
        {
            column.Cells = Math.Min(column.Cells, rows.Count);
        }
    }

    private static void Add(
        Table table,
        ColumnErrors[] errors,
        IReadOnlyList<Tensor> ofModel,
        Tensor estimates,
        Tensor truth,
        Tensor hidden
    )
    {
        var index = table.Columns.Index().ToDictionary(column => column.Item.Name, column => column.Index);
        long cell = 0;
        long first = 0;
        foreach (var column in errors)
        {
            var cellCount = column.IsKey ? 1 : column.Column.Width;
            var width = column.IsKey ? column.Column.KeyCount : column.Column.Width;
            if (column.IsLinear)
            {
                column.Add(
                    ofModel[index[column.Column.Name]].cpu(),
                    estimates.narrow(1, first, width),
                    truth.narrow(1, cell, cellCount),
                    hidden.narrow(1, cell, cellCount)
                );
            }

            cell += cellCount;
            first += width;
        }
    }

    /// <summary>The sums of the errors of a column.</summary>
    private sealed class ColumnErrors(TableColumn column)
    {
        public TableColumn Column => column;

        public bool IsKey => column.Kind == TableColumnKind.Key;

        /// <summary>Gets whether the column has linear estimates.</summary>
        public bool IsLinear => column.Kind != TableColumnKind.Boolean && LinearSlots.Has(column);

        public double Products { get; private set; }

        public double Squares { get; private set; }

        /// <summary>Gets or sets the number of hidden cells.</summary>
        public double Cells { get; set; }

        public double Share { get; set; }

        /// <summary>Adds the errors of the cells that are hidden and have a value.</summary>
        /// <param name="ofModel">The means or probabilities, [n, width].</param>
        /// <param name="ofLinear">The estimates, [n, width].</param>
        /// <param name="truth">The cells, [n, cells].</param>
        /// <param name="hidden">The cells with the hidden ones, [n, cells].</param>
        public void Add(Tensor ofModel, Tensor ofLinear, Tensor truth, Tensor hidden)
        {
            var counted = hidden.isfinite().logical_not().logical_and(truth.isfinite()); // [n, cells]
            var unit = 1.0;
            if (IsKey)
            {
                counted = counted.logical_and(truth.ge(Held(1)));
                truth = truth.eq(tensor(LinearSlots.KeysOf(column))).to(truth.dtype); // [n, width]
            }
            else
            {
                var scale = column.Scales.Average();
                unit = scale > 0 ? scale : 1;
            }

            Cells += counted.sum().item<long>();
            var weights = counted.to(truth.dtype) / Held(unit);
            truth = truth.nan_to_num();
            var difference = (ofLinear - ofModel) * weights;
            var error = (ofLinear - truth) * weights;
            Products += (error * difference).sum().item<float>();
            Squares += (difference * difference).sum().item<float>();
        }
    }
}
