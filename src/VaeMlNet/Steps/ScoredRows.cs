using Microsoft.ML;

namespace VaeMlNet;

/// <summary>Both kinds of score of the rows of a view, as a scoring step computes them.</summary>
internal sealed class ScoredRows
{
    private readonly List<double> negativeElbo = [];
    private readonly List<double> reconstructionError = [];

    private ScoredRows() { }

    /// <exception cref="ArgumentOutOfRangeException">An input column is missing, or of another type or width.</exception>
    /// <exception cref="InvalidOperationException">A row cannot be scored.</exception>
    public static ScoredRows Read(BatchedOnnxStep step, StepSessions sessions, IDataView data)
    {
        var both = step with
        {
            Outputs =
            [
                new ScalarOutput(GraphTensors.Score, new(GraphTensors.Score, 1)),
                new ScalarOutput(GraphTensors.ReconstructionError, new(GraphTensors.ReconstructionError, 1)),
            ],
        };
        var view = new BatchedOnnxView(both, sessions, data);
        var elbo = view.Schema[GraphTensors.Score];
        var error = view.Schema[GraphTensors.ReconstructionError];
        var rows = new ScoredRows();
        using var cursor = view.GetRowCursor([elbo, error]);
        var elboGetter = cursor.GetGetter<float>(elbo);
        var errorGetter = cursor.GetGetter<float>(error);
        (float score, float reconstruction) = (0, 0);
        while (cursor.MoveNext())
        {
            elboGetter(ref score);
            errorGetter(ref reconstruction);
            rows.Add(score, reconstruction);
        }

        return rows;
    }

    /// <exception cref="InvalidOperationException">There are too few rows for the rule.</exception>
    public VaeThreshold Fit(ThresholdRule rule)
    {
        if (negativeElbo.Count == 0)
        {
            throw new InvalidOperationException(
                "No threshold can be set, because the data has no rows. Pass rows that are like those to be scored."
            );
        }

        rule.CheckRowCount(negativeElbo.Count, "in the data");
        return rule.Fit(negativeElbo, reconstructionError, VaeThreshold.GivenRows);
    }

    private void Add(float score, float error)
    {
        if (!float.IsFinite(score) || !float.IsFinite(error))
        {
            throw new InvalidOperationException(
                FormattableString.Invariant(
                    $"No threshold can be set, because row {negativeElbo.Count} scores {score}. Leave it out, or look for values far outside the range of the training data. Rows count from 0."
                )
            );
        }

        negativeElbo.Add(score);
        reconstructionError.Add(error);
    }
}
