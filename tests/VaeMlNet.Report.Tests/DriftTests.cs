namespace VaeMlNet.Report.Tests;

internal sealed class DriftTests
{
    // The quantiles of the Kolmogorov distribution are 1.2238, 1.3581 and 1.6276 (Smirnov 1948). For 100 values each, Stephens (1970) divides
    // them by sqrt(50) + 0.12 + 0.11 / sqrt(50) = 7.2066.
    [TestCase(1.2238e-4, 200_000_000, 200_000_000, 0.1)]
    [TestCase(1.3581e-4, 200_000_000, 200_000_000, 0.05)]
    [TestCase(1.6276e-4, 200_000_000, 200_000_000, 0.01)]
    [TestCase(1.3581 / 7.2066, 100, 100, 0.05)]
    [TestCase(0.001, 100, 100, 1)]
    [Proves(72)]
    public void KolmogorovSmirnov_Quantiles_HaveTheirLevels(double distance, long first, long second, double p) =>
        Assert.That(SignificanceTests.KolmogorovSmirnov(distance, first, second), Is.EqualTo(p).Within(1e-3 * p));

    [TestCase(3.841459, 1, 0.05)]
    [TestCase(18.307038, 10, 0.05)]
    [TestCase(2.705543, 1, 0.1)]
    [TestCase(0, 3, 1)]
    [TestCase(124.342113, 100, 0.05)]
    [Proves(72)]
    public void ChiSquared_Quantiles_HaveTheirLevels(double statistic, int degrees, double p) =>
        Assert.That(SignificanceTests.ChiSquared(statistic, degrees), Is.EqualTo(p).Within(1e-6));

    [Test]
    [Proves(72)]
    public void Holm_SeveralPValues_MultipliesByTheNumberThatIsLeftAndNeverFalls()
    {
        var corrected = SignificanceTests.Holm([0.01, 0.04, double.NaN, 0.03, 0.005]);

        Assert.That(corrected, Is.EqualTo(new[] { 0.03, 0.06, double.NaN, 0.06, 0.02 }).Within(1e-12));
    }

    [Test]
    public void Drift_ShiftedNumbers_HasTheDistanceOfTheDistributionFunctions()
    {
        var training = ColumnValues.OfNumbers([.. Enumerable.Range(0, 100).Select(i => (float)i)]);
        var shifted = ColumnValues.OfNumbers([.. Enumerable.Range(30, 100).Select(i => (float)i)]);

        var drift = ColumnDrift.OfNumbers(training, shifted);

        Assert.That(drift.Distance, Is.EqualTo(0.3).Within(1e-9));
        Assert.That(drift.PValue, Is.LessThan(0.001));
        Assert.That(ColumnDrift.OfNumbers(training, training).Distance, Is.Zero);
    }

    [Test]
    public void Drift_NumbersOfAFoldersHistogram_ComparesAtTheEndsOfItsIntervals()
    {
        ValueHistogram histogram = new()
        {
            Lows = [0, 5, 5],
            Highs = [4, 5, 9],
            Shares = [0.5f, 0.2f, 0.3f],
        };
        var training = ColumnValues.OfHistogram(histogram, rowCount: 1000, missingShare: 0);
        float[] same = [0, 1, 2, 3, 4, 5, 5, 6, 7, 8];
        float[] other = [5, 5, 5, 5, 5, 5, 5, 5, 5, 5];

        Assert.That(ColumnDrift.OfNumbers(training, ColumnValues.OfNumbers(same)).Distance, Is.EqualTo(0).Within(1e-6));
        Assert.That(
            ColumnDrift.OfNumbers(training, ColumnValues.OfNumbers(other)).Distance,
            Is.EqualTo(0.5).Within(1e-6)
        );
    }

    [Test]
    public void Drift_Categories_HasHalfTheSumOfTheDifferences()
    {
        var training = ColumnValues.OfShares([0.5, 0.5, 0], rowCount: 400, missingShare: 0);
        int[] values = [.. Enumerable.Repeat(0, 80), .. Enumerable.Repeat(1, 100), .. Enumerable.Repeat(2, 20)];

        var drift = ColumnDrift.OfCategories(training, ColumnValues.OfCategories(values, 3));

        Assert.That(drift.Distance, Is.EqualTo(0.1).Within(1e-9));
        Assert.That(drift.PValue, Is.LessThan(1e-6), "20 rows of a category that is not in training");
        Assert.That(drift.Test, Is.EqualTo("chi-squared"));
    }

    [Test]
    public void Drift_OnlyMissingCellsDiffer_IsFound()
    {
        float[] values = [.. Enumerable.Range(0, 200).Select(i => (float)i)];
        var training = ColumnValues.OfNumbers(values);
        var gaps = ColumnValues.OfNumbers([.. values.Select((v, i) => i % 2 == 0 ? float.NaN : v)]);
        var none = ColumnValues.OfNumbers([.. values.Select(_ => float.NaN)]);

        var drift = ColumnDrift.OfNumbers(training, gaps);

        Assert.That(drift.Distance, Is.EqualTo(0.5).Within(1e-9));
        Assert.That(drift.PValue, Is.LessThan(1e-9));
        Assert.That(drift.Test, Does.Contain("missing"));
        Assert.That(ColumnDrift.OfNumbers(training, none).Distance, Is.EqualTo(1));
    }

    [TestCase(0.0, false, 0.02)]
    [TestCase(0.3, true, 0.32)]
    [TestCase(-0.3, false, 0.32)]
    [TestCase(-2, false, 1)]
    public void ScoreDrift_ScoresBesideTheCalibration_HasTheirDistance(double shift, bool isHigher, double atMost)
    {
        float[] calibrated = [.. Enumerable.Range(0, 100).Select(i => (float)(99 - i))];
        CalibrationScores calibration = new()
        {
            Rows = 100,
            Source = "training",
            Counts = [.. Enumerable.Repeat(1, 100)],
            NegativeElbo = calibrated,
            ReconstructionError = calibrated,
        };
        ScoredRow[] rows =
        [
            .. Enumerable
                .Range(0, 100)
                .Select(i =>
                {
                    var score = i + (float)(100 * shift);
                    var above = calibrated.Count(other => other >= score);
                    return new ScoredRow(score, (1 + above) / 101f, null);
                }),
        ];

        var drift = ScoreDrift.Measure(Scored(rows), calibration)!;

        Assert.That(drift.Distance, Is.AtMost(atMost).And.AtLeast(Math.Min(1, Math.Abs(shift)) - 0.02));
        Assert.That(drift.AreHigher, Is.EqualTo(isHigher));
        Assert.That(drift.AreSameRows, Is.EqualTo(shift == 0));
        Assert.That(drift.PValue, shift == 0 ? Is.GreaterThan(0.9) : Is.LessThan(0.001));
    }

    [Test]
    public void ThresholdCounts_OfLabeledRows_AreThoseAboveEachThreshold()
    {
        ScoredRow[] rows = [.. Enumerable.Range(0, 50).Select(i => new ScoredRow(i, 1, i >= 45))];

        var counts = ThresholdCounts.Count(Scored(rows), own: 40.5, (0, 49));

        Assert.That(counts.Thresholds, Is.Ordered.And.Member(40.5));
        Assert.That(counts.Thresholds[counts.Own], Is.EqualTo(40.5));
        Assert.That((counts.Above[counts.Own], counts.AnomaliesAbove![counts.Own]), Is.EqualTo((9, 5)));
        Assert.That((counts.Above[0], counts.Above[^1]), Is.EqualTo((49, 0)), "a row at the threshold is not above it");
    }

    [Test]
    public void DistantPairs_OfRowsOnALine_PairsItsEndsAndNoOutlier()
    {
        DetailedRow[] rows =
        [
            .. Enumerable
                .Range(0, 20)
                .Select(i => new DetailedRow(i, null, i == 7 ? 1000 : 1, [], [i == 7 ? 500 : i], [], [], [])),
        ];

        var pairs = DistantPairs.Choose(rows, 2);

        Assert.That(pairs[0].From.Row, Is.Zero);
        Assert.That(pairs.SelectMany(pair => new[] { pair.From.Row, pair.To.Row }), Is.Unique.And.None.EqualTo(7));
        Assert.That(DistantPairs.Choose(rows[..1], 2), Is.Empty);
    }

    private static ScoreSummary Scored(ScoredRow[] rows) =>
        new()
        {
            RowCount = rows.Length,
            AboveThreshold = 0,
            NotFinite = 0,
            MeanScore = 0,
            Rows = rows,
            Chosen = [],
            Top =
            [
                .. rows.Index()
                    .OrderByDescending(row => row.Item.Score)
                    .Take(3)
                    .Select(row => ((long)row.Index, row.Item.Score)),
            ],
            LabelsAreOfAnomalies = rows[0].IsAnomaly is not null,
        };
}
