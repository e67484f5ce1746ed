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
        // Without branches that depend on scores, which no processor can predict: a request has a p-value for each row.
        var above = 0; // the scores that are known not to be lower
        for (var left = scores.Length; left > 0; )
        {
            var half = (left + 1) / 2;
            above += half * (scores[above + half - 1] >= score ? 1 : 0);
            left -= half;
        }

        return (float)(1 + rowsBefore[above]) / (rowsBefore[^1] + 1);
    }
}
