using MathNet.Numerics.LinearAlgebra;

namespace VaeMlNet.Baselines;

/// <summary>
/// Iterated ridge regression: every column is regressed on all others, and missing cells are predicted in rounds, each from
/// the estimates of the round before. Categories are one-hot, and the slot with the largest estimate is chosen.
/// </summary>
/// <remarks>
/// Source: van Buuren and Groothuis-Oudshoorn 2011 (chained equations), with ridge regression (Hoerl and Kennard 1970) of penalty 1.
/// The weights of all regressions come from one inverse: of the columns B on the rest R they are -P_RB P_BB^-1, where P is
/// the inverse of the centered Gram matrix plus the penalty (Lauritzen 1996, section 5.1). Thread safety: immutable.
/// </remarks>
internal sealed class RidgeBaseline : ImputationBaseline
{
    private const double Penalty = 1;
    private const int TrainingRounds = 2;
    private const int Rounds = 10;

    public override string Name => "ridge";

    public override string Description =>
        "iterated ridge regressions with penalty 1, each column on all others (van Buuren & Groothuis-Oudshoorn 2011)";

    /// <summary>Gets the largest number of slots: an inverse takes the cube of its width.</summary>
    public override int MostSlots => 1000;

    protected override double[][] FillScaled(
        double[][] training,
        double[][] rows,
        int[] levelCounts,
        CancellationToken cancellationToken
    )
    {
        OneHotSlots slots = new(levelCounts);
        var (widths, starts) = (slots.Widths, slots.Starts);
        var known = slots.Encode(training);
        (double Least, double Largest)[] ranges = [.. known.Select(Range)];
        double[] means = [.. known.Select(NumericRows.Mean)];
        var whole = Start(known, means);
        var hasGaps = training.Any(column => column.Any(double.IsNaN));
        for (var round = 0; hasGaps && round < TrainingRounds; round++)
        {
            Predict(whole, training, new Regressions(whole, starts, widths), ranges, rounds: 1, cancellationToken);
        }

        var filled = Start(slots.Encode(rows), means);
        Predict(filled, rows, new Regressions(whole, starts, widths), ranges, Rounds, cancellationToken);
        return [.. rows.Select((column, i) => Decode(column, filled, starts[i], widths[i], levelCounts[i] == 0))];
    }

    private static double[][] Start(double[][] slots, double[] means) =>
        [.. slots.Select((slot, i) => Array.ConvertAll(slot, value => double.IsNaN(value) ? means[i] : value))];

    /// <summary>Replaces the estimates of missing cells, the columns with the fewest missing cells first.</summary>
    private static void Predict(
        double[][] slots,
        double[][] columns,
        Regressions regressions,
        (double Least, double Largest)[] ranges,
        int rounds,
        CancellationToken cancellationToken
    )
    {
        int[][] missing =
        [
            .. columns.Select(column =>
                Enumerable.Range(0, column.Length).Where(row => double.IsNaN(column[row])).ToArray()
            ),
        ];
        int[] order = [.. Enumerable.Range(0, columns.Length).OrderBy(i => missing[i].Length)];
        for (var round = 0; round < rounds; round++)
        {
            foreach (var column in order)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Parallel.ForEach(missing[column], row => regressions.Predict(column, slots, row, ranges));
            }
        }
    }

    private static double[] Decode(double[] cells, double[][] filled, int start, int width, bool isNumber)
    {
        var estimates = filled[start..(start + width)];
        return
        [
            .. cells.Select(
                (cell, row) =>
                    !double.IsNaN(cell) ? cell
                    : isNumber ? estimates[0][row]
                    : Array.IndexOf(estimates, estimates.MaxBy(slot => slot[row]))
            ),
        ];
    }

    private static (double, double) Range(double[] values) =>
        (
            values.Where(v => !double.IsNaN(v)).DefaultIfEmpty().Min(),
            values.Where(v => !double.IsNaN(v)).DefaultIfEmpty().Max()
        );

    /// <summary>The regression of each column on all others.</summary>
    private sealed class Regressions
    {
        private readonly int[] starts;
        private readonly int[] widths;
        private readonly double[] means;
        private readonly Matrix<double>[] weights; // [columns]: [slots x slots of the column], 0 for the column's own slots.

        public Regressions(double[][] slots, int[] starts, int[] widths)
        {
            this.starts = starts;
            this.widths = widths;
            means = [.. slots.Select(NumericRows.Mean)];
            var centered = Matrix<double>.Build.DenseOfColumns(
                slots.Select((slot, i) => Array.ConvertAll(slot, value => value - means[i]))
            );
            var gram = centered.TransposeThisAndMultiply(centered);
            gram.SetDiagonal(gram.Diagonal() + Penalty);
            var precision = gram.Inverse();
            weights = [.. starts.Select((start, i) => Weights(precision, start, widths[i]))];
        }

        /// <summary>Replaces the estimates of a column's slots in a row, within the range of the training rows.</summary>
        public void Predict(int column, double[][] slots, int row, (double Least, double Largest)[] ranges)
        {
            for (var own = 0; own < widths[column]; own++)
            {
                var target = starts[column] + own;
                var estimate = means[target];
                for (var slot = 0; slot < means.Length; slot++)
                {
                    estimate += weights[column][slot, own] * (slots[slot][row] - means[slot]);
                }

                slots[target][row] = Math.Clamp(estimate, ranges[target].Least, ranges[target].Largest);
            }
        }

        private static Matrix<double> Weights(Matrix<double> precision, int start, int width)
        {
            var block = precision.SubMatrix(start, width, start, width).Inverse();
            var found = -precision.SubMatrix(0, precision.RowCount, start, width) * block;
            found.ClearSubMatrix(start, width, 0, width);
            return found;
        }
    }
}
