using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// The errors of two estimates of hidden cells, and the shares of the first one with which their blends have the smallest squared error, column
/// by column.
/// </summary>
/// <remarks>
/// Few cells say little. The share of a column is drawn to that of all columns of its kind, and that one to what is expected without cells.
/// </remarks>
/// <param name="table">The table. Columns without slots, and Booleans, which are never missing, have no errors.</param>
internal sealed class BlendErrors(Table table)
{
    private const double SmallestSpread = 0.05;

    private readonly ColumnErrors[] columns =
    [
        .. table.Sorted.Where(LinearSlots.Has).Select(column => new ColumnErrors(column)),
    ];

    /// <summary>Adds the errors of rows.</summary>
    /// <param name="first">The first estimates of each column that has slots, [n, width].</param>
    /// <param name="second">The second estimates, [n, S].</param>
    /// <param name="truth">The true slots, [n, S].</param>
    /// <param name="isHidden">Whether a slot is hidden and has a true value, [n, S].</param>
    public void Add(IReadOnlyList<Tensor> first, Tensor second, Tensor truth, Tensor isHidden)
    {
        long place = 0;
        foreach (var (column, estimate) in columns.Zip(first))
        {
            if (!column.IsBoolean)
            {
                column.Add(estimate, Own(second), Own(truth), Own(isHidden));
            }

            place += column.Width;

            Tensor Own(Tensor slots) => slots.narrow(1, place, column.Width);
        }
    }

    /// <summary>Returns the share of the first estimates in each column in the order of a network's row; 1 where there are no second ones.</summary>
    /// <param name="expected">The share that is expected without cells.</param>
    /// <param name="priorCells">The number of hidden cells that count as much as what is expected.</param>
    /// <param name="mostCells">The number of independent cells that a column can have, such as that of the rows.</param>
    public float[] Shares(double expected, double priorCells, double mostCells)
    {
        var shares = table.Sorted.ToDictionary(column => column.Name, _ => 1f);
        foreach (var kind in columns.Where(column => !column.IsBoolean).GroupBy(column => column.IsKey))
        {
            var ofKind = Share(
                kind.Sum(column => column.Products),
                kind.Sum(column => column.Squares),
                kind.Sum(column => Math.Min(column.Cells, mostCells)),
                expected
            );
            foreach (var column in kind)
            {
                shares[column.Name] = (float)Share(
                    column.Products,
                    column.Squares,
                    Math.Min(column.Cells, mostCells),
                    ofKind
                );
            }
        }

        return [.. table.Sorted.Select(column => shares[column.Name])];

        // The share w of the errors e of the first that minimizes the squares of w e + (1 - w) f, where f are those of the second: the sum of
        // f (f - e) over the sum of (f - e)^2.
        double Share(double products, double squares, double cells, double prior) =>
            squares <= 0 || cells == 0
                ? prior
                : ((cells * Math.Clamp(products / squares, 0, 1)) + (priorCells * prior)) / (cells + priorCells);
    }

    /// <summary>
    /// Returns the mean absolute error of the blends in relation to that of the first estimates, at most 1, for each column in the order of a
    /// network's row; 1 for other columns than numbers.
    /// </summary>
    /// <param name="shares">The shares of the first estimates, in the same order.</param>
    /// <param name="priorCells">The number of hidden cells that count as much as the ratio of all columns, and that one's as 1.</param>
    public float[] Spreads(IReadOnlyList<float> shares, double priorCells)
    {
        var shareOf = table.Sorted.Zip(shares).ToDictionary(pair => pair.First.Name, pair => (double)pair.Second);
        var sums = columns
            .Where(column => !column.IsBoolean && !column.IsKey)
            .ToDictionary(column => column.Name, column => column.AbsoluteErrors(shareOf[column.Name]));
        var ofAll = Ratio(
            sums.Values.Sum(sum => sum.Blend),
            sums.Values.Sum(sum => sum.First),
            sums.Values.Sum(sum => sum.Count),
            1
        );
        return
        [
            .. table.Sorted.Select(column =>
                sums.TryGetValue(column.Name, out var sum) ? (float)Ratio(sum.Blend, sum.First, sum.Count, ofAll) : 1
            ),
        ];

        double Ratio(double blend, double first, double count, double prior) =>
            first <= 0
                ? prior
                : Math.Clamp(
                    ((count * blend / first) + (priorCells * prior)) / (count + priorCells),
                    SmallestSpread,
                    1
                );
    }

    /// <summary>The sums of the errors of a column.</summary>
    private sealed class ColumnErrors(TableColumn column)
    {
        private readonly List<(float First, float Second)> errors = [];

        public string Name => column.Name;

        public bool IsKey => column.Kind == TableColumnKind.Key;

        public bool IsBoolean => column.Kind == TableColumnKind.Boolean;

        public long Width => LinearSlots.WidthOf(column);

        public double Products { get; private set; }

        public double Squares { get; private set; }

        /// <summary>Gets the number of hidden cells.</summary>
        public double Cells { get; private set; }

        /// <summary>Returns the sums of absolute errors of hidden numbers.</summary>
        public (double Blend, double First, int Count) AbsoluteErrors(double share) =>
            (
                errors.Sum(error => Math.Abs((share * error.First) + ((1 - share) * error.Second))),
                errors.Sum(error => Math.Abs(error.First)),
                errors.Count
            );

        public void Add(Tensor first, Tensor second, Tensor truth, Tensor isHidden)
        {
            var scale = IsKey ? 1 : column.Scales.Average();
            var weights = isHidden.to(float64) / Held(scale > 0 ? scale : 1);
            var difference = (second - first).to(float64) * weights;
            var error = (second - where(isHidden, truth, zeros_like(truth))).to(float64) * weights;
            if (!IsKey)
            {
                var ofSecond = TensorValues.Floats(error.masked_select(isHidden).to(float32));
                var ofFirst = TensorValues.Floats((error - difference).masked_select(isHidden).to(float32));
                errors.AddRange(ofFirst.Zip(ofSecond));
            }

            Cells += isHidden.sum().item<long>() / (IsKey ? Width : 1.0);
            Products += (error * difference).sum().item<double>();
            Squares += (difference * difference).sum().item<double>();
        }
    }
}
