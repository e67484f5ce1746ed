namespace VaeMlNet.Cli;

/// <summary>The scores of rows of which labels say which are anomalies.</summary>
internal sealed class LabeledScores
{
    private readonly float[] scores;
    private readonly bool[] labels;
    private readonly int anomalies;

    /// <param name="scores">The score of each row.</param>
    /// <param name="labels">Whether each row is an anomaly.</param>
    public LabeledScores(float[] scores, bool[] labels)
    {
        this.scores = scores;
        this.labels = labels;
        anomalies = labels.Count(isAnomaly => isAnomaly);
    }

    /// <summary>Returns other scores of the same rows.</summary>
    public LabeledScores Of(float[] others) => new(others, labels);

    /// <summary>Gets the indices of the rows that are no anomalies, from 0.</summary>
    public IReadOnlyList<long> NormalRows => [.. labels.Index().Where(row => !row.Item).Select(row => (long)row.Index)];

    /// <summary>
    /// Returns the share of rows above the threshold with the highest F1 score as a rule. A contamination is at most one half, so that a share of more rows
    /// is a quantile.
    /// </summary>
    public VaeThresholdOptions ToRule()
    {
        var count = FindBest().Count;
        return count == 0
                ? throw new CommandException(
                    "No threshold separates labeled anomalies from the other rows: none of them has a higher score than another row. Train another model, or pass --contamination."
                )
            : count <= scores.Length / 2 ? new() { Contamination = (double)count / scores.Length }
            // The quantile lies halfway between two scores, too.
            : new() { Quantile = (scores.Length - count - 0.5) / (scores.Length - 1) };
    }

    /// <summary>Returns the threshold with the highest F1 score; null if none separates anomalies from other rows.</summary>
    public double? FindThreshold() => FindBest().Threshold;

    /// <summary>Returns the threshold with the highest F1 score and the number of rows above it; 0 and null if none separates anomalies from other rows.</summary>
    private (int Count, double? Threshold) FindBest()
    {
        int[] order = [.. Enumerable.Range(0, scores.Length).OrderByDescending(row => scores[row])];
        (int Count, double? Threshold) best = (0, null);
        var (most, hits) = (0.0, 0);
        for (var count = 1; count < order.Length; count++)
        {
            hits += labels[order[count - 1]] ? 1 : 0;
            // A threshold does not divide rows of equal scores.
            var f1 = 2.0 * hits / (count + anomalies);
            var (above, below) = (scores[order[count - 1]], scores[order[count]]);
            if (f1 > most && below < above)
            {
                best = (count, ((double)above + below) / 2);
                most = f1;
            }
        }

        return best;
    }

    /// <summary>Gets whether there are anomalies and other rows.</summary>
    public bool AreOfBothKinds => anomalies > 0 && anomalies < labels.Length;

    /// <summary>Returns how well a threshold finds the anomalies, for people.</summary>
    public string Describe(double threshold)
    {
        var above = scores.Count(score => score > threshold);
        var hits = scores.Zip(labels).Count(row => row.First > threshold && row.Second);
        return FormattableString.Invariant(
            $"precision={(above == 0 ? 0 : (double)hits / above):0.0000} recall={(double)hits / anomalies:0.0000} f1={2.0 * hits / (above + anomalies):0.0000} anomalies={anomalies}/{labels.Length}"
        );
    }
}
