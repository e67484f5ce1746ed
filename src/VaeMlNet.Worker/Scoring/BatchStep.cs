using CsvHelper;
using Microsoft.ML;

namespace VaeMlNet.Worker;

/// <summary>An ML.NET step that a worker runs over rows, with the columns of its result.</summary>
/// <param name="Estimator">The step.</param>
/// <param name="Header">Returns the columns of the result without the id, given the names of the slots.</param>
/// <param name="Bind">Returns an action that writes the cells of the current row, given the cursor.</param>
internal sealed record BatchStep(
    IEstimator<ITransformer> Estimator,
    Func<IReadOnlyList<string>, string[]> Header,
    Func<DataViewRow, Action<CsvWriter>> Bind
)
{
    /// <summary>Creates the step for anomaly scores, as <c>vaemlnet score</c> writes them.</summary>
    /// <param name="model">The model. It stays open.</param>
    /// <param name="columnNames">The columns that the model reads.</param>
    /// <param name="options">The options of the score.</param>
    public static BatchStep Score(VaeModel model, string[] columnNames, VaeScoreOptions options)
    {
        var hasContributions = options.ContributionsColumnName is not null;
        var hasPValues = options.PValueColumnName is not null;
        var hasUnseen = model.Manifest.MarksUnseen;
        var own = hasUnseen ? options with { UnseenColumnName = ScoreWriter.UnseenColumn } : options;
        return new BatchStep(
            new MLContext().Transforms.ScoreByVae(ScoreWriter.ScoreColumn, columnNames, model, own),
            slotNames =>
                new ScoreWriter(keepScores: false, hasContributions ? slotNames : null, hasUnseen, hasPValues).Header,
            row => new ScoreWriter(keepScores: false, hasContributions ? [] : null, hasUnseen, hasPValues).Bind(row)
        );
    }

    /// <summary>Creates the step for posterior means, as <c>vaemlnet encode</c> writes them.</summary>
    /// <inheritdoc cref="Score" path="/param"/>
    public static BatchStep Encode(VaeModel model, string[] columnNames) =>
        new(
            new MLContext().Transforms.EncodeByVae(LatentWriter.LatentColumn, columnNames, model, new()),
            _ => LatentWriter.Header(model.LatentDim),
            LatentWriter.Bind
        );
}
