namespace VaeMlNet.Benchmarks;

/// <summary>The metrics of the protocol for one test part, each from 0 to 1. No metric adjusts points.</summary>
/// <param name="AucPr">The average precision of rows.</param>
/// <param name="AucRoc">The area under the ROC curve of rows; 0.5 is chance.</param>
/// <param name="VusPr">The volume under the surface of precision and recall (<see cref="VolumeUnderSurface"/>).</param>
/// <param name="EventF1">
/// The largest value, over all thresholds, of the harmonic mean of the rows' precision and the share of events with at least one row at or
/// above the threshold.
/// </param>
internal sealed record SeriesMetrics(double AucPr, double AucRoc, double VusPr, double EventF1)
{
    /// <summary>The names and values of the metrics, in the order of the columns of results.</summary>
    public static readonly (string Name, Func<SeriesMetrics, double> Value)[] All =
    [
        ("vus_pr", metrics => metrics.VusPr),
        ("auc_pr", metrics => metrics.AucPr),
        ("auc_roc", metrics => metrics.AucRoc),
        ("event_f1", metrics => metrics.EventF1),
    ];

    /// <summary>Computes all metrics.</summary>
    /// <param name="isAnomaly">The labels. There are anomalies and normal rows.</param>
    /// <param name="scores">The score of each row; a higher score is more anomalous. NaN counts as 0.</param>
    public static SeriesMetrics Compute(bool[] isAnomaly, double[] scores)
    {
        SeriesRanking ranking = new(isAnomaly, scores);
        var quality = RankingQuality.Compute(ranking.Ranks(), isAnomaly);
        return new(
            quality.AveragePrecision,
            quality.AreaUnderRoc,
            new VolumeUnderSurface(ranking).Compute(),
            BestEventF1(ranking)
        );
    }

    private static double BestEventF1(SeriesRanking ranking)
    {
        double[] highest = [.. ranking.Events.Select(e => ranking.Highest(e.First, e.Last))];
        var labeled = ranking.Accumulate(Array.ConvertAll(ranking.IsAnomaly, label => label ? 1.0 : 0));
        double best = 0;
        for (var count = 1; count < labeled.Length; count++)
        {
            var threshold = ranking.ScoreAt(count - 1);
            if (count < ranking.Order.Length && ranking.ScoreAt(count) == threshold)
            {
                continue;
            }

            var precision = labeled[count] / count;
            var found = (double)highest.Count(score => score >= threshold) / highest.Length;
            best = Math.Max(best, precision + found > 0 ? 2 * precision * found / (precision + found) : 0);
        }

        return best;
    }
}
