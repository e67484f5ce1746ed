using VaeMlNet.Texts;

namespace VaeMlNet.Report;

/// <summary>Summarizes the scores of rows, one after the other, and keeps a random sample of them.</summary>
/// <param name="labels">The labels of the rows; null without labels.</param>
/// <param name="options">The name of the data, the sizes of the samples, and the seed.</param>
internal sealed class ScoreTally(RowLabels? labels, VaeReportOptions options)
{
    private readonly RandomSample<ScoredRow> sample = new(ScoreSummary.LargestSample, new Random(options.Seed));
    private readonly RandomSample<long> chosen = new(options.RowCount, new Random(options.Seed));
    private readonly PriorityQueue<ScoredRow, (float, long)> top = new();
    private long rowCount;
    private long aboveThreshold;
    private long anomalies;
    private double sum;
    private long finite;
    private bool labelsAreOfAnomalies = labels is not null;

    /// <summary>Adds the next row.</summary>
    /// <param name="score">The score.</param>
    /// <param name="isAbove">True if the score is above the threshold.</param>
    /// <param name="pValue">The p-value; NaN where the model has none.</param>
    /// <param name="label">The label; null without one.</param>
    /// <returns>True if the label marks an anomaly; null without a label, or where labels are classes.</returns>
    public bool? Add(float score, bool isAbove, float pValue, string? label)
    {
        aboveThreshold += isAbove ? 1 : 0;
        var isAnomaly = Truth(label);
        Keep(new ScoredRow(rowCount, score, pValue, isAnomaly));
        rowCount++;
        return isAnomaly;
    }

    /// <summary>Returns the summary of the rows so far.</summary>
    public ScoreSummary Summary() =>
        rowCount > 0
            ? new()
            {
                RowCount = rowCount,
                AboveThreshold = aboveThreshold,
                NotFinite = rowCount - finite,
                MeanScore = finite > 0 ? sum / finite : double.NaN,
                Sample = sample.Kept,
                Chosen = [.. chosen.Kept.Order()],
                Top =
                [
                    .. top.UnorderedItems.Select(item => item.Element).OrderByDescending(row => (row.Score, -row.Row)),
                ],
                LabelName = labels?.Name,
                LabelsAreOfAnomalies = labelsAreOfAnomalies,
                Anomalies = anomalies,
            }
            : throw new InvalidOperationException(
                $"The data{(options.DataName is { } name ? $" '{name}'" : "")} has no rows. A report needs at least one."
            );

    private bool? Truth(string? label)
    {
        if (label is null)
        {
            return null;
        }

        var isAnomaly = TruthTexts.Read(label);
        labelsAreOfAnomalies &= isAnomaly is not null;
        anomalies += isAnomaly == true ? 1 : 0;
        return isAnomaly;
    }

    private void Keep(ScoredRow row)
    {
        chosen.Offer(row.Row);
        if (!float.IsFinite(row.Score))
        {
            return;
        }

        finite++;
        sum += row.Score;
        sample.Offer(row);

        // Of rows with equal scores, the earlier ones stay.
        top.Enqueue(row, (row.Score, -row.Row));
        if (top.Count > options.TopCount)
        {
            top.Dequeue();
        }
    }
}
