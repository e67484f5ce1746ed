namespace VaeMlNet.Cli;

/// <summary>What scoring said of a row.</summary>
/// <param name="Row">Its number, from 0.</param>
/// <param name="Score">Negative ELBO in nats.</param>
/// <param name="PValue">Its p-value; NaN where the model has none.</param>
/// <param name="IsAnomaly">What its label says; null without one, or where labels are classes.</param>
internal readonly record struct ScoredRow(long Row, float Score, float PValue, bool? IsAnomaly);
