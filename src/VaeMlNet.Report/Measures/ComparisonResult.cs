namespace VaeMlNet.Report;

/// <summary>The figures of a method on a task.</summary>
/// <param name="Method">The name of the model folder, or of the baseline.</param>
/// <param name="IsModel">Whether the method is a model of this library.</param>
/// <param name="Description">The method in a few words, with its source.</param>
/// <param name="Values">The value of each metric; null where it is not defined.</param>
internal sealed record ComparisonResult(string Method, bool IsModel, string Description, IReadOnlyList<double?> Values);
