namespace VaeMlNet.Report;

/// <summary>The differences between the training data and these rows.</summary>
internal sealed record DataDrift
{
    /// <summary>The corrected p-value below which a column differs.</summary>
    public const double Significance = 0.01;

    /// <summary>The least distance that matters. With many rows, smaller ones are significant, too.</summary>
    public const double LeastDistance = 0.1;

    private const int MostRowsOfClassifier = 1000;

    /// <summary>Gets the columns with a known distribution in training, the largest difference first.</summary>
    public required IReadOnlyList<(ColumnComparison Compared, ColumnDrift Drift)> Columns { get; init; }

    public IEnumerable<(ColumnComparison Compared, ColumnDrift Drift)> Drifted =>
        Columns.Where(pair => HasDrifted(pair.Drift));

    /// <summary>Gets the difference between the scores of these rows and of the calibration rows; null where the model has no calibration.</summary>
    public ScoreDrift? Scores { get; init; }

    /// <summary>
    /// Gets the area under the ROC curve of a classifier that tells these rows from training rows, and its p-value; null without training
    /// rows.
    /// </summary>
    public (double Area, double PValue)? Classifier { get; init; }

    /// <summary>Gets the number of rows of each kind that the classifier compared.</summary>
    public int ClassifierRows { get; init; }

    /// <summary>Returns whether a difference is significant and large enough to matter.</summary>
    public static bool HasDrifted(ColumnDrift drift) =>
        drift.Corrected <= Significance && drift.Distance >= LeastDistance;

    /// <summary>Measures the differences.</summary>
    public static DataDrift Measure(
        VaeModel model,
        IReadOnlyList<ColumnComparison> compared,
        ComparedRows rows,
        ScoreSummary scored,
        int seed
    )
    {
        var (classifier, count) = Classify(compared, rows, seed);
        return new()
        {
            Columns =
            [
                .. compared
                    .Where(column => column.Drift is not null)
                    .Select(column => (column, column.Drift!))
                    .OrderByDescending(pair => pair.Item2.Distance),
            ],
            Scores = model.Calibration is { } calibration ? ScoreDrift.Measure(scored, calibration) : null,
            Classifier = classifier is { } known ? (known.Area, OneSided(known.StandardScore)) : null,
            ClassifierRows = count,
        };
    }

    /// <summary>Returns the columns with their p-values corrected for the number of columns.</summary>
    public static IReadOnlyList<ColumnComparison> Correct(IReadOnlyList<ColumnComparison> columns)
    {
        var corrected = SignificanceTests.Holm([.. columns.Select(column => column.Drift?.PValue ?? double.NaN)]);
        return
        [
            .. columns.Zip(
                corrected,
                (column, p) => column.Drift is { } drift ? column with { Drift = drift with { Corrected = p } } : column
            ),
        ];
    }

    private static ((double Area, double StandardScore)? Test, int Count) Classify(
        IReadOnlyList<ColumnComparison> compared,
        ComparedRows rows,
        int seed
    )
    {
        if (rows.Training.Count == 0 || compared.Count == 0)
        {
            return (null, 0);
        }

        Random random = new(seed);
        var affordable = QualityBudget.RowsOfClassifier(MostRowsOfClassifier, compared.Count);
        var count = Math.Min(affordable, Math.Min(rows.Training.Count, rows.Slots.Count));
        var training = Table(compared, rows.Training).Sample(count, random);
        var others = Table(compared, rows.Slots).Sample(count, random);
        return (TwoSampleTest.Test(training, others, seed, random), count);
    }

    private static ComparedTable Table(IReadOnlyList<ColumnComparison> compared, IReadOnlyList<float[]> rows) =>
        new(
            [.. compared.Select(column => new ComparedSlot(column.Column.Name, column.Column.IsNumber))],
            [.. compared.Select(column => rows.Select(row => row[column.Column.Slot]).ToArray())],
            rows.Count
        );

    // A classifier that is worse than chance finds no difference.
    private static double OneSided(double standardScore)
    {
        var half = SignificanceTests.Normal(standardScore) / 2;
        return standardScore > 0 ? half : 1 - half;
    }
}

/// <summary>The difference between the distributions of the scores of these rows and of the calibration rows.</summary>
/// <param name="Distance">The largest difference of the distribution functions, in [0, 1].</param>
/// <param name="PValue">The p-value of the Kolmogorov-Smirnov test.</param>
/// <param name="AreHigher">True if these rows score higher, which is what other data does; false if they score lower, as training rows do.</param>
/// <param name="AreSameRows">True if these rows seem to be the calibration rows.</param>
internal sealed record ScoreDrift(double Distance, double PValue, bool AreHigher, bool AreSameRows)
{
    private const double SameScore = 1e-4;

    /// <summary>
    /// Compares the scores. A p-value is (1 + the number of calibration rows that score at least as high) / (n + 1), which gives the
    /// distribution function of the n calibration rows at each score. Returns null where no row has a p-value.
    /// </summary>
    public static ScoreDrift? Measure(ScoreSummary scored, CalibrationScores calibration)
    {
        // Labeled anomalies are not expected to be like the training data.
        ScoredRow[] rows =
        [
            .. scored
                .NormalRows.Where(row => float.IsFinite(row.PValue))
                .OrderBy(row => row.PValue)
                .ThenByDescending(row => row.Score),
        ];
        if (rows.Length == 0)
        {
            return null;
        }

        var largest = 0.0;
        for (var i = 0; i < rows.Length; i++)
        {
            // The functions jump at each score: just above it, and at it.
            if (i == 0 || rows[i].PValue != rows[i - 1].PValue)
            {
                Compare(i, calibration.ShareAbove(rows[i].Score));
            }

            if (i + 1 == rows.Length || rows[i + 1].PValue != rows[i].PValue)
            {
                Compare(i + 1, ((rows[i].PValue * (calibration.Rows + 1.0)) - 1) / calibration.Rows);
            }
        }

        var distance = Math.Abs(largest);
        return new(
            distance,
            SignificanceTests.KolmogorovSmirnov(distance, calibration.Rows, rows.Length),
            AreHigher: largest > 0,
            AreSameRows: calibration.Rows == scored.RowCount && HasHighest(scored, calibration)
        );

        void Compare(int above, double ofCalibration)
        {
            var difference = ((double)above / rows.Length) - ofCalibration;
            largest = Math.Abs(difference) > Math.Abs(largest) ? difference : largest;
        }
    }

    private static bool HasHighest(ScoreSummary scored, CalibrationScores calibration)
    {
        var highest = calibration.NegativeElbo[0];
        return scored.Top.Count > 0
            && Math.Abs(highest - scored.Top[0].Score) <= SameScore * Math.Max(1, Math.Abs(highest));
    }
}
