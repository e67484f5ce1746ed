namespace VaeMlNet.Report;

/// <summary>A row with its score.</summary>
/// <param name="Row">The number of the row, from 0.</param>
/// <param name="Score">The negative ELBO in nats.</param>
/// <param name="PValue">The p-value; NaN where the model has none.</param>
/// <param name="IsAnomaly">
/// True if the label marks an anomaly; null without a label, or where labels are classes.
/// </param>
internal readonly record struct ScoredRow(long Row, float Score, float PValue, bool? IsAnomaly);
