using CsvHelper;
using Microsoft.ML;

namespace VaeMlNet.Worker;

/// <summary>What a worker does with rows, as a step of ML.NET.</summary>
/// <param name="Estimator">The step.</param>
/// <param name="Header">The result's columns beside the id, given the names of the slots.</param>
/// <param name="Bind">Given the cursor, gives what writes the current row's cells.</param>
internal sealed record BatchStep(
    IEstimator<ITransformer> Estimator,
    Func<IReadOnlyList<string>, string[]> Header,
    Func<DataViewRow, Action<CsvWriter>> Bind
)
{
    /// <summary>Anomaly scores, as <c>vaemlnet score</c> writes them.</summary>
    /// <param name="model">The model, which stays open.</param>
    /// <param name="columnNames">The columns that it reads.</param>
    /// <param name="options">What is scored.</param>
    public static BatchStep Score(VaeModel model, string[] columnNames, VaeScoreOptions options)
    {
        var hasContributions = options.ContributionsColumnName is not null;
        return new BatchStep(
            new MLContext().Transforms.VaeScore(ScoreWriter.ScoreColumn, columnNames, model, options),
            slotNames => new ScoreWriter(keepScores: false, hasContributions ? slotNames : null).Header,
            row => new ScoreWriter(keepScores: false, hasContributions ? [] : null).Bind(row)
        );
    }

    /// <summary>Posterior means, as <c>vaemlnet encode</c> writes them.</summary>
    /// <inheritdoc cref="Score" path="/param"/>
    public static BatchStep Encode(VaeModel model, string[] columnNames) =>
        new(
            new MLContext().Transforms.VaeEncode(LatentWriter.LatentColumn, columnNames, model, new()),
            _ => LatentWriter.Header(model.LatentDim),
            LatentWriter.Bind
        );
}
