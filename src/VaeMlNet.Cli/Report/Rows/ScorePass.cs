using Microsoft.ML;

namespace VaeMlNet.Cli;

/// <summary>Scores every row of a file, one pass, and keeps a sample.</summary>
/// <param name="model">The model.</param>
/// <param name="rows">The file.</param>
/// <param name="labels">Labels of its rows; null for none.</param>
/// <param name="settings">How much is kept, and the seed.</param>
internal sealed class ScorePass(VaeModel model, InferenceRows rows, RowLabels? labels, ReportSettings settings)
{
    private const string Score = "Score";
    private const string PredictedLabel = "PredictedLabel";
    private const string PValue = "PValue";

    private readonly RandomSample<ScoredRow> sample = new(ScoredFile.LargestSample, new Random(settings.Seed));
    private readonly RandomSample<long> chosen = new(settings.RowCount, new Random(settings.Seed));
    private readonly PriorityQueue<ScoredRow, (float, long)> top = new();
    private long rowCount;
    private long aboveThreshold;
    private long anomalies;
    private double sum;
    private long finite;
    private bool labelsAreOfAnomalies = labels is not null;

    /// <summary>Runs the pass.</summary>
    /// <param name="ml">The steps' context.</param>
    /// <param name="progress">Told which share of the file has been read.</param>
    /// <param name="cancellationToken">Looked at before each row.</param>
    /// <exception cref="CommandException">The file is damaged or has no rows, or labels are missing.</exception>
    public ScoredFile Run(MLContext ml, IProgress<double> progress, CancellationToken cancellationToken)
    {
        VaeScoreOptions options = new()
        {
            PredictedLabelColumnName = PredictedLabel,
            PValueColumnName = model.CalibrationRows is null ? null : PValue,
            AllowMissingColumns = rows.AllowMissingColumns,
        };
        var data = rows.View(ml, progress);
        using var step = ml.Transforms.VaeScore(Score, rows.ColumnNames, model, options).Fit(data);
        Read(step.Transform(data), cancellationToken);
        return rowCount > 0
            ? Summary()
            : throw new CommandException($"'{rows.Path}' holds no rows; at least one is needed.");
    }

    private void Read(IDataView scored, CancellationToken cancellationToken)
    {
        var pValueColumn = scored.Schema.GetColumnOrNull(PValue);
        DataViewSchema.Column[] needed =
        [
            scored.Schema[Score],
            scored.Schema[PredictedLabel],
            .. pValueColumn is { } column ? [column] : Array.Empty<DataViewSchema.Column>(),
        ];
        using var cursor = scored.GetRowCursor(needed);
        var getScore = cursor.GetGetter<float>(needed[0]);
        var getAbove = cursor.GetGetter<bool>(needed[1]);
        var getPValue = pValueColumn is null ? null : cursor.GetGetter<float>(needed[2]);
        using var texts = labels?.Texts.GetEnumerator();
        (float score, var isAbove, var pValue) = (0, false, float.NaN);
        while (cursor.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            getScore(ref score);
            getAbove(ref isAbove);
            getPValue?.Invoke(ref pValue);
            aboveThreshold += isAbove ? 1 : 0;
            Keep(new ScoredRow(rowCount, score, pValue, NextLabel(texts)));
            rowCount++;
        }
    }

    private bool? NextLabel(IEnumerator<string>? texts)
    {
        if (texts is null || !texts.MoveNext())
        {
            return null;
        }

        var isAnomaly = RowLabels.Truth(texts.Current);
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

        // Of equal scores the earlier rows stay.
        top.Enqueue(row, (row.Score, -row.Row));
        if (top.Count > settings.TopCount)
        {
            top.Dequeue();
        }
    }

    private ScoredFile Summary() =>
        new()
        {
            RowCount = rowCount,
            AboveThreshold = aboveThreshold,
            NotFinite = rowCount - finite,
            MeanScore = finite > 0 ? sum / finite : double.NaN,
            Sample = sample.Kept,
            Chosen = [.. chosen.Kept.Order()],
            Top = [.. top.UnorderedItems.Select(item => item.Element).OrderByDescending(row => (row.Score, -row.Row))],
            LabelName = labels?.Name,
            LabelsAreOfAnomalies = labelsAreOfAnomalies,
            Anomalies = anomalies,
        };
}
