namespace VaeMlNet.Benchmarks;

/// <summary>
/// Computes VUS-PR: the mean, over buffers of 0 to 100 rows, of the area under the curve of precision and recall with soft labels beside
/// the events, so that a score that is a few rows early or late still counts in part.
/// </summary>
/// <remarks>
/// Source: Paparrizos et al. 2022, with the 250 thresholds and the optimized computation of TSB-AD (Liu &amp; Paparrizos 2024). For a buffer
/// l, a row d ≤ floor(l / 2) rows outside of an event has the soft label sqrt(1 - d / l). Labels of several events add up to at most 1.
/// </remarks>
/// <param name="ranking">The sorted rows and the events.</param>
internal sealed class VolumeUnderSurface(SeriesRanking ranking)
{
    private const int LongestBuffer = 100;
    private const int ThresholdCount = 250;

    private readonly int rowCount = ranking.Order.Length;
    private readonly double[] thresholds = Thresholds(ranking);

    /// <summary>Computes the volume, from 0 to 1.</summary>
    public double Compute()
    {
        var counts = Array.ConvertAll(thresholds, ranking.CountFrom);
        var labeled = ranking.Accumulate(Array.ConvertAll(ranking.IsAnomaly, label => label ? 1.0 : 0));
        double sum = 0;
        for (var buffer = 0; buffer <= LongestBuffer; buffer++)
        {
            sum += AveragePrecision(buffer, counts, labeled);
        }

        return sum / (LongestBuffer + 1);
    }

    private double AveragePrecision(int buffer, int[] counts, double[] labeled)
    {
        var soft = ranking.Accumulate(SoftLabels(buffer));
        double[] highest = [.. WidenedEvents(buffer / 2).Select(e => ranking.Highest(e.First, e.Last))];
        double sum = 0;
        double recallBefore = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            var (hard, extra) = (labeled[counts[i]], soft[counts[i]]);
            var found = (double)highest.Count(score => score >= thresholds[i]) / highest.Length;
            var recall = Math.Min((hard + extra) / (labeled[^1] + (extra / 2)), 1) * found;
            sum += (recall - recallBefore) * (hard + extra) / counts[i];
            recallBefore = recall;
        }

        return sum;
    }

    /// <summary>Returns the soft labels of the rows outside of the events; 0 for the rows of events.</summary>
    private double[] SoftLabels(int buffer)
    {
        var labels = new double[rowCount];
        foreach (var (first, last) in ranking.Events)
        {
            for (var distance = 1; distance <= buffer / 2; distance++)
            {
                var label = Math.Sqrt(1 - ((double)distance / buffer));
                Add(labels, first - distance, label);
                Add(labels, last + distance, label);
            }
        }

        return labels;
    }

    private void Add(double[] labels, int row, double label)
    {
        if (row >= 0 && row < rowCount && !ranking.IsAnomaly[row])
        {
            labels[row] = Math.Min(labels[row] + label, 1);
        }
    }

    /// <summary>Returns the events with some rows more on each side, merged where they overlap or share a row.</summary>
    private List<(int First, int Last)> WidenedEvents(int rows)
    {
        List<(int First, int Last)> widened = [];
        foreach (var (first, last) in ranking.Events)
        {
            if (widened.Count > 0 && first - rows <= widened[^1].Last)
            {
                widened[^1] = (widened[^1].First, last + rows);
            }
            else
            {
                widened.Add((Math.Max(first - rows, 0), last + rows));
            }
        }

        return widened;
    }

    /// <summary>Returns the scores of evenly spaced ranks, rounded down.</summary>
    private static double[] Thresholds(SeriesRanking ranking)
    {
        var last = ranking.Order.Length - 1;
        // The quotient is rounded first, as in NumPy's linspace.
        var step = (double)last / (ThresholdCount - 1);
        return
        [
            .. Enumerable.Range(0, ThresholdCount - 1).Select(i => ranking.ScoreAt((int)(i * step))),
            ranking.ScoreAt(last),
        ];
    }
}
