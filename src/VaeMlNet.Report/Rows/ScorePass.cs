using Microsoft.ML;

namespace VaeMlNet.Report;

/// <summary>Scores all rows in one pass.</summary>
/// <param name="rows">The rows.</param>
/// <param name="options">The sizes of the samples, and the seed.</param>
internal sealed class ScorePass(ReportRows rows, VaeReportOptions options)
{
    private const string Score = "report.score";
    private const string PredictedLabel = "report.predicted_label";
    private const string PValue = "report.p_value";

    private readonly ScoreTally tally = new(rows.Labels, options);

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
        return tally.Summary();
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
        long row = 0;
        (float score, var isAbove, var pValue) = (0, false, float.NaN);
        while (cursor.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            getScore(ref score);
            getAbove(ref isAbove);
            getPValue?.Invoke(ref pValue);
            tally.Add(score, isAbove, pValue, labels?.At(row++));
        }
    }
}

/// <summary>The score of a row.</summary>
/// <param name="Score">The negative ELBO in nats.</param>
/// <param name="PValue">The p-value; NaN where the model has none.</param>
/// <param name="IsAnomaly">
/// True if the label marks an anomaly; null without a label, or where labels are classes.
/// </param>
internal readonly record struct ScoredRow(float Score, float PValue, bool? IsAnomaly);
