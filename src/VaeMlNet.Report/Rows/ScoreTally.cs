using VaeMlNet.Texts;

namespace VaeMlNet.Report;

/// <summary>Collects and summarizes the scores of rows, one after the other.</summary>
/// <param name="labels">The labels of the rows; null without labels.</param>
/// <param name="options">The name of the data, the number of rows on the map and in lists, and the seed.</param>
internal sealed class ScoreTally(RowLabels? labels, VaeReportOptions options)
{
    private readonly List<ScoredRow> rows = [];
    private readonly ReservoirPlaces places = new(options.RowCount, options.Seed);
    private readonly List<long> chosen = [];
    private readonly PriorityQueue<(long Row, float Score), (float, long)> top = new();
    private long rowCount;
    private long aboveThreshold;
    private long anomalies;
    private double sum;
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
        Keep(new ScoredRow(score, pValue, isAnomaly));
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
                NotFinite = rowCount - rows.Count,
                MeanScore = rows.Count > 0 ? sum / rows.Count : double.NaN,
                Rows = rows,
                Chosen = [.. chosen.Order()],
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
        ReservoirPlaces.Put(chosen, places.NextPlace(rowCount), rowCount);
        if (!float.IsFinite(row.Score))
        {
            return;
        }

        sum += row.Score;
        rows.Add(row);

        // Of rows with equal scores, the earlier ones stay.
        top.Enqueue((rowCount, row.Score), (row.Score, -rowCount));
        if (top.Count > options.TopCount)
        {
            top.Dequeue();
        }
    }
}
