namespace VaeMlNet;

/// <summary>The share of the training rows with one combination of conditions.</summary>
/// <param name="Values">The slots of all condition columns: numbers, keys from 1, and Booleans as 0 or 1.</param>
/// <param name="Share">The share of the rows, above 0. The shares of all combinations add up to 1.</param>
internal sealed record ConditionShare(IReadOnlyList<float> Values, double Share);
