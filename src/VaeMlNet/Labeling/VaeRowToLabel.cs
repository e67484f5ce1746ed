namespace VaeMlNet;

/// <summary>A row whose label a person should be asked for, from <c>mlContext.Data.VaeRowsToLabel</c>.</summary>
/// <param name="Row">The number of the row in the data, from 0.</param>
/// <param name="Score">The anomaly score in nats.</param>
/// <param name="IsAnomaly">Whether the score is above the model's threshold.</param>
/// <param name="Reasons">At most three reasons in words, the most important first. Empty if no column stands out, and for images.</param>
public sealed record VaeRowToLabel(long Row, float Score, bool IsAnomaly, IReadOnlyList<string> Reasons);
