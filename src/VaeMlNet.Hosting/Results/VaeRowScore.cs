namespace VaeMlNet.Hosting;

/// <summary>The result for a row.</summary>
/// <remarks>Thread safety: immutable.</remarks>
/// <param name="Score">The score in nats. Higher scores mean that the row is less like the training data.</param>
/// <param name="IsAnomaly">Whether the score is above the model's threshold.</param>
/// <param name="PValue">
/// The share of normal rows that score at least as high, counting the row itself; null if the model folder has no <c>calibration.json</c>.
/// </param>
/// <param name="Contributions">
/// The contributions of the columns to the score in nats, in the order of the model. A slot of a vector is named <c>column.slot</c>; a name
/// that comes again has a number behind it, such as <c>column.slot (2)</c>. Empty for <see cref="VaeHostedScorer.ScoreRow"/>.
/// </param>
/// <param name="UnseenColumns">
/// The columns with a category that the training data did not have. Empty for <see cref="VaeHostedScorer.ScoreRow"/>.
/// </param>
public sealed record VaeRowScore(
    float Score,
    bool IsAnomaly,
    float? PValue,
    IReadOnlyDictionary<string, float> Contributions,
    IReadOnlyList<string> UnseenColumns
);
