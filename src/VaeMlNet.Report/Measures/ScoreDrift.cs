namespace VaeMlNet.Report;

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
        float[] pValues =
        [
            .. scored
                .Sample.Where(row => float.IsFinite(row.PValue) && (!scored.CanBeRanked || row.IsAnomaly == false))
                .Select(row => row.PValue)
                .Order(),
        ];
        if (pValues.Length == 0)
        {
            return null;
        }

        var largest = 0.0;
        for (var i = 0; i < pValues.Length; i++)
        {
            if (i + 1 < pValues.Length && pValues[i + 1] == pValues[i])
            {
                continue; // of equal p-values, the last gives the share at or below
            }

            var ofCalibration = ((pValues[i] * (calibration.Rows + 1.0)) - 1) / calibration.Rows;
            var difference = ((i + 1.0) / pValues.Length) - ofCalibration;
            largest = Math.Abs(difference) > Math.Abs(largest) ? difference : largest;
        }

        var distance = Math.Abs(largest);
        return new(
            distance,
            SignificanceTests.KolmogorovSmirnov(distance, calibration.Rows, pValues.Length),
            AreHigher: largest > 0,
            AreSameRows: calibration.Rows == scored.RowCount && HasHighest(scored, calibration)
        );
    }

    private static bool HasHighest(ScoreSummary scored, CalibrationScores calibration)
    {
        var highest = calibration.NegativeElbo[0];
        return scored.Top.Count > 0
            && Math.Abs(highest - scored.Top[0].Score) <= SameScore * Math.Max(1, Math.Abs(highest));
    }
}
