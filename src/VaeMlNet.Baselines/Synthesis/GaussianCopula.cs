using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;

namespace VaeMlNet.Baselines;

/// <summary>
/// A Gaussian copula: every column has its empirical distribution, and the normal scores of the columns have the correlations of
/// the training rows. Categories take intervals of ranks in the order of their frequency, with a missing category as one of them;
/// numbers are blanked at random at their rate of missing cells.
/// </summary>
/// <remarks>Source: Patki et al. 2016, section III; Nelsen 2006, section 2.3. Thread safety: immutable.</remarks>
internal static class GaussianCopula
{
    private const double SmallestProbability = 1e-6;
    private const int FewestPairs = 10;

    // The correlations of all pairs of columns are computed.
    public static SynthesisBaseline Baseline { get; } =
        new("copula", "a Gaussian copula with empirical distributions (Patki, Wedge & Veeramachaneni 2016)", Synthesize)
        {
            MostColumns = 1000,
        };

    private static CodedTable Synthesize(CodedTable training, int rowCount, Random random)
    {
        Marginal[] marginals =
        [
            .. training.Columns.Select((column, i) => Marginal.Fit(training.Values[i], column.IsNumber)),
        ];
        double[][] scores = [.. marginals.Select((marginal, i) => NormalScores(marginal, training.Values[i], random))];
        var draws = Draw(Root(Correlations(scores)), rowCount, random);
        return training with
        {
            Values = [.. marginals.Select((marginal, i) => Array.ConvertAll(draws[i], u => marginal.Cell(u, random)))],
        };
    }

    private static double[] NormalScores(Marginal marginal, double[] cells, Random random) =>
        Array.ConvertAll(
            cells,
            cell =>
                marginal.Rank(cell) is (var low, var high)
                    ? Normal.InvCDF(
                        0,
                        1,
                        Math.Clamp(
                            low + ((high - low) * random.NextDouble()),
                            SmallestProbability,
                            1 - SmallestProbability
                        )
                    )
                    : double.NaN
        );

    /// <summary>Returns the correlation of each pair over the rows that have both; 0 with too few such rows.</summary>
    private static Matrix<double> Correlations(double[][] scores) =>
        Matrix<double>.Build.Dense(
            scores.Length,
            scores.Length,
            (i, j) => i == j ? 1 : Correlation(scores[Math.Min(i, j)], scores[Math.Max(i, j)])
        );

    private static double Correlation(double[] a, double[] b)
    {
        int[] both = [.. Enumerable.Range(0, a.Length).Where(row => !double.IsNaN(a[row]) && !double.IsNaN(b[row]))];
        if (both.Length < FewestPairs)
        {
            return 0;
        }

        var correlation = MathNet.Numerics.Statistics.Correlation.Pearson(
            both.Select(row => a[row]),
            both.Select(row => b[row])
        );
        return double.IsNaN(correlation) ? 0 : correlation;
    }

    /// <summary>
    /// Returns L with L L^T equal to the correlations, after negative eigenvalues, which pairs with gaps can cause, are raised to
    /// almost 0.
    /// </summary>
    private static Matrix<double> Root(Matrix<double> correlations)
    {
        var eigen = correlations.Evd(Symmetricity.Symmetric);
        var scales = eigen.EigenValues.Map(value => Math.Sqrt(Math.Max(value.Real, 1e-6)));
        var root = eigen.EigenVectors * Matrix<double>.Build.DenseOfDiagonalVector(scales);
        return root.NormalizeRows(2);
    }

    /// <summary>Returns uniform numbers with the correlations: [columns][rows].</summary>
    private static double[][] Draw(Matrix<double> root, int rowCount, Random random)
    {
        Normal normal = new(0, 1, random);
        var independent = Matrix<double>.Build.Dense(root.ColumnCount, rowCount, (_, _) => normal.Sample());
        return Array.ConvertAll(
            (root * independent).ToRowArrays(),
            row => Array.ConvertAll(row, value => Normal.CDF(0, 1, value))
        );
    }

    /// <summary>The distribution of one column.</summary>
    /// <param name="Values">The cells in the order of their ranks, each as often as it occurs. NaN is a missing category.</param>
    /// <param name="MissingShare">The share of cells to blank at random.</param>
    private sealed record Marginal(double[] Values, double MissingShare)
    {
        // A NaN equals another one here, as in every dictionary of doubles.
        private readonly Dictionary<double, (double Low, double High)> ranks = Intervals(Values);

        public static Marginal Fit(double[] cells, bool isNumber)
        {
            if (isNumber)
            {
                double[] known = [.. cells.Where(cell => !double.IsNaN(cell))];
                return new([.. known.Order()], 1 - ((double)known.Length / cells.Length));
            }

            var ordered = cells
                .GroupBy(cell => cell)
                .OrderByDescending(group => group.Count())
                .ThenBy(group => group.Key);
            return new([.. ordered.SelectMany(group => group)], 0);
        }

        /// <summary>Returns the interval of ranks that a cell shares with its ties; null for a missing number.</summary>
        public (double Low, double High)? Rank(double cell) => ranks.TryGetValue(cell, out var rank) ? rank : null;

        /// <summary>Returns the cell of a rank.</summary>
        /// <param name="rank">The rank, 0 to 1.</param>
        /// <param name="random">Blanks cells.</param>
        public double Cell(double rank, Random random) =>
            Values.Length == 0 || random.NextDouble() < MissingShare
                ? double.NaN
                : Values[Math.Min((int)(rank * Values.Length), Values.Length - 1)];

        private static Dictionary<double, (double, double)> Intervals(double[] values)
        {
            Dictionary<double, (double, double)> found = [];
            for (var start = 0; start < values.Length; )
            {
                var end = start;
                while (end < values.Length && values[end].Equals(values[start]))
                {
                    end++;
                }

                found[values[start]] = ((double)start / values.Length, (double)end / values.Length);
                start = end;
            }

            return found;
        }
    }
}
