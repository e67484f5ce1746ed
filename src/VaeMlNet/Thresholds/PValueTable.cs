namespace VaeMlNet;

/// <summary>
/// Computes p-values of single scores: p = (1 + #{c &gt;= s}) / (n + 1), as VaeScore does in a graph (<c>VaeScoreOptions.PValueColumnName</c>).
/// </summary>
/// <remarks>Thread safety: immutable.</remarks>
internal sealed class PValueTable
{
    private readonly float[] scores; // the highest first
    private readonly long[] rowsBefore; // the calibration rows of the scores before each score, and of all scores

    public PValueTable(CalibrationScores calibration, VaeScoreKind kind)
    {
        scores = [.. calibration.Scores(kind)];
        rowsBefore = new long[scores.Length + 1];
        for (var i = 0; i < scores.Length; i++)
        {
            rowsBefore[i + 1] = rowsBefore[i] + calibration.Counts[i];
        }
    }

    /// <summary>Returns the p-value of a score, in (0, 1]. NaN counts as above all other scores.</summary>
    public float PValue(float score)
    {
        var (low, high) = (0, scores.Length); // the first score below the given one is in this range
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = scores[middle] >= score ? (middle + 1, high) : (low, middle);
        }

        return (float)(1 + rowsBefore[low]) / (rowsBefore[^1] + 1);
    }
}
