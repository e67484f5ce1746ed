namespace VaeMlNet.Report;

/// <summary>The difference of a column between the training data and these rows.</summary>
/// <param name="Distance">
/// The size of the difference, in [0, 1]: the largest difference of the distribution functions of numbers, half the sum of the differences of
/// the shares of categories, or the difference of the shares of missing cells, whichever is largest.
/// </param>
/// <param name="PValue">The probability of such a difference if both are from the same distribution, not corrected for several columns.</param>
/// <param name="Test">The name of the test.</param>
internal sealed record ColumnDrift(double Distance, double PValue, string Test)
{
    private const double LeastExpected = 5;

    /// <summary>Gets the p-value, corrected for the number of columns.</summary>
    public double Corrected { get; init; } = PValue;

    /// <summary>Compares numbers.</summary>
    public static ColumnDrift OfNumbers(ColumnValues training, ColumnValues rows)
    {
        var distance = KolmogorovDistance(training, rows);
        return WithMissing(
            distance,
            SignificanceTests.KolmogorovSmirnov(
                distance,
                (long)Math.Round(training.Count),
                (long)Math.Round(rows.Count)
            ),
            "Kolmogorov-Smirnov",
            training,
            rows
        );
    }

    /// <summary>Compares categories.</summary>
    public static ColumnDrift OfCategories(ColumnValues training, ColumnValues rows)
    {
        var distance =
            training.Count == 0 || rows.Count == 0
                ? 0
                : training.Shares.Zip(rows.Shares, (first, second) => Math.Abs(first - second)).Sum() / 2;
        return WithMissing(distance, ChiSquared(training, rows), "chi-squared", training, rows);
    }

    /// <summary>
    /// Returns the largest difference of the distribution functions at the ends of the intervals, where both are exact.
    /// </summary>
    private static double KolmogorovDistance(ColumnValues training, ColumnValues rows)
    {
        if (training.Count == 0 || rows.Count == 0)
        {
            return 0;
        }

        double At(double number, bool orEqual) =>
            Math.Abs(training.ShareBelow(number, orEqual) - rows.ShareBelow(number, orEqual));
        return Math.Max(
            training.Highs.Max(high => At(high, orEqual: true)),
            training.Lows.Max(low => At(low, orEqual: false))
        );
    }

    /// <summary>
    /// Returns the p-value of Pearson's test of homogeneity. Categories with fewer than 5 expected rows are joined, as Cochran (1954) advises.
    /// </summary>
    private static double ChiSquared(ColumnValues training, ColumnValues rows)
    {
        var all = training.Count + rows.Count;
        if (training.Count == 0 || rows.Count == 0)
        {
            return double.NaN;
        }

        var counts = training.Shares.Zip(rows.Shares, (a, b) => (Training: a * training.Count, Rows: b * rows.Count));
        var isRare = counts.ToLookup(pair =>
            (pair.Training + pair.Rows) * Math.Min(training.Count, rows.Count) / all < LeastExpected
        );
        List<(double Training, double Rows)> cells = [.. isRare[false]];
        if (isRare[true].Any(pair => pair.Training + pair.Rows > 0))
        {
            cells.Add((isRare[true].Sum(pair => pair.Training), isRare[true].Sum(pair => pair.Rows)));
        }

        var statistic = cells.Sum(pair =>
        {
            var expected = (pair.Training + pair.Rows) * rows.Count / all;
            var expectedInTraining = pair.Training + pair.Rows - expected;
            var squared = (pair.Rows - expected) * (pair.Rows - expected);
            return squared * ((1 / expected) + (1 / expectedInTraining));
        });
        return SignificanceTests.ChiSquared(statistic, cells.Count - 1);
    }

    /// <summary>
    /// Adds the comparison of the shares of missing cells. Of two tests, the smaller p-value counts twice (Bonferroni).
    /// </summary>
    private static ColumnDrift WithMissing(
        double distance,
        double pValue,
        string test,
        ColumnValues training,
        ColumnValues rows
    )
    {
        var difference = Math.Abs(training.MissingShare - rows.MissingShare);
        if (difference == 0)
        {
            return new(distance, pValue, test);
        }

        var ofMissing = ChiSquared(Missing(training), Missing(rows));
        var isLarger = difference > distance;
        var smaller = double.IsNaN(pValue) ? ofMissing : Math.Min(pValue, ofMissing);
        return new(
            isLarger ? difference : distance,
            Math.Min(1, 2 * smaller),
            isLarger ? "chi-squared of missing cells" : test
        );
    }

    private static ColumnValues Missing(ColumnValues values) =>
        ColumnValues.OfShares([values.MissingShare, 1 - values.MissingShare], values.RowCount, missingShare: 0);
}
