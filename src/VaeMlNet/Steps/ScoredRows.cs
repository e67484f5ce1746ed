using Microsoft.ML;

namespace VaeMlNet;

/// <summary>The scores of all kinds for the rows of a view, computed by a scoring step.</summary>
internal sealed class ScoredRows
{
    private readonly ScoresByKind scores = new();

    private ScoredRows() { }

    /// <exception cref="ArgumentOutOfRangeException">An input column is missing, or has another type or width.</exception>
    /// <exception cref="InvalidOperationException">A row cannot be scored.</exception>
    /// <param name="step">The step.</param>
    /// <param name="sessions">The sessions of the step.</param>
    /// <param name="data">The rows.</param>
    /// <param name="leftOut">The indices of rows whose scores do not count; null for none.</param>
    public static ScoredRows Read(
        BatchedOnnxStep step,
        StepSessions sessions,
        IDataView data,
        IReadOnlySet<long>? leftOut = null
    )
    {
        ScoreKind[] kinds = step.ScoresBySamples ? [.. ScoreKind.All, ScoreKind.Sampled] : [.. ScoreKind.All];
        var all = step with { Outputs = [.. kinds.Select(kind => new ScalarOutput(kind.Tensor, new(kind.Tensor, 1)))] };
        var view = new BatchedOnnxView(all, sessions, data);
        var columns = kinds.Select(kind => view.Schema[kind.Tensor]).ToArray();
        var rows = new ScoredRows();
        using var cursor = view.GetRowCursor(columns);
        var getters = columns.Select(column => cursor.GetGetter<float>(column)).ToArray();
        for (long row = 0; cursor.MoveNext(); row++)
        {
            if (leftOut?.Contains(row) == true)
            {
                continue;
            }

            for (var kind = 0; kind < getters.Length; kind++)
            {
                float score = 0;
                getters[kind](ref score);
                rows.Add(kinds[kind], row, score);
            }
        }

        return rows;
    }

    public VaeThreshold Fit(ThresholdRule rule)
    {
        if (scores.RowCount == 0)
        {
            throw new InvalidOperationException(
                "No threshold can be set, because the data has no rows. Pass rows that are like those to be scored."
            );
        }

        rule.CheckRowCount(scores.RowCount, "in the data");
        return rule.Fit(scores, VaeThreshold.GivenRows);
    }

    private void Add(ScoreKind kind, long row, float score)
    {
        if (!float.IsFinite(score))
        {
            throw new VaeRowException(
                $"No threshold can be set, because row {row} scores {score}. Remove the row, or check for values far outside the range of the training data. Rows count from 0.",
                row
            );
        }

        scores.Add(kind.Kind, score);
    }
}
