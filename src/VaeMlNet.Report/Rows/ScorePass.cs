using Microsoft.ML;

namespace VaeMlNet.Report;

/// <summary>Scores all rows in one pass and keeps a random sample of them.</summary>
/// <param name="rows">The rows.</param>
/// <param name="options">The sizes of the samples, and the seed.</param>
internal sealed class ScorePass(ReportRows rows, VaeReportOptions options)
{
    private const string Score = "report.score";
    private const string PredictedLabel = "report.predicted_label";
    private const string PValue = "report.p_value";

    private readonly RandomSample<ScoredRow> sample = new(ScoreSummary.LargestSample, new Random(options.Seed));
    private readonly RandomSample<long> chosen = new(options.RowCount, new Random(options.Seed));
    private readonly PriorityQueue<ScoredRow, (float, long)> top = new();
    private long rowCount;
    private long aboveThreshold;
    private long anomalies;
    private double sum;
    private long finite;
    private bool labelsAreOfAnomalies = rows.Labels is not null;

    /// <summary>Runs the pass.</summary>
    /// <param name="ml">The context of the step.</param>
    /// <param name="cancellationToken">Checked before each row.</param>
    /// <exception cref="InvalidOperationException">There are no rows.</exception>
    public ScoreSummary Run(MLContext ml, CancellationToken cancellationToken)
    {
        VaeScoreOptions score = new()
        {
            PredictedLabelColumnName = PredictedLabel,
            PValueColumnName = rows.Model.CalibrationRows is null ? null : PValue,
            AllowMissingColumns = rows.AllowMissingColumns,
        };
        using var step = ml.Transforms.VaeScore(Score, rows.ColumnNames, rows.Model, score).Fit(rows.View);
        Read(step.Transform(rows.View), cancellationToken);
        return rowCount > 0
            ? Summary()
            : throw new InvalidOperationException(
                $"The data{(rows.DataName is { } name ? $" '{name}'" : "")} has no rows. A report needs at least one."
            );
    }

    private void Read(IDataView scored, CancellationToken cancellationToken)
    {
        var pValueColumn = scored.Schema.GetColumnOrNull(PValue);
        DataViewSchema.Column[] needed =
        [
            scored.Schema[Score],
            scored.Schema[PredictedLabel],
            .. pValueColumn is { } column ? [column] : Array.Empty<DataViewSchema.Column>(),
            .. rows.Labels?.Columns.Select(labels => scored.Schema[labels.Name]) ?? [],
        ];
        using var cursor = scored.GetRowCursor(needed);
        var getScore = cursor.GetGetter<float>(needed[0]);
        var getAbove = cursor.GetGetter<bool>(needed[1]);
        var getPValue = pValueColumn is null ? null : cursor.GetGetter<float>(needed[2]);
        using var labels = rows.Labels?.Read(cursor);
        (float score, var isAbove, var pValue) = (0, false, float.NaN);
        while (cursor.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            getScore(ref score);
            getAbove(ref isAbove);
            getPValue?.Invoke(ref pValue);
            aboveThreshold += isAbove ? 1 : 0;
            Keep(new ScoredRow(rowCount, score, pValue, Truth(labels?.At(rowCount))));
            rowCount++;
        }
    }

    private bool? Truth(string? label)
    {
        if (label is null)
        {
            return null;
        }

        var isAnomaly = RowLabels.Truth(label);
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

    private ScoreSummary Summary() =>
        new()
        {
            RowCount = rowCount,
            AboveThreshold = aboveThreshold,
            NotFinite = rowCount - finite,
            MeanScore = finite > 0 ? sum / finite : double.NaN,
            Sample = sample.Kept,
            Chosen = [.. chosen.Kept.Order()],
            Top = [.. top.UnorderedItems.Select(item => item.Element).OrderByDescending(row => (row.Score, -row.Row))],
            LabelName = rows.Labels?.Name,
            LabelsAreOfAnomalies = labelsAreOfAnomalies,
            Anomalies = anomalies,
        };
}
