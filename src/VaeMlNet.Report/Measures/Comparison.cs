namespace VaeMlNet.Report;

/// <summary>The figures of models and baselines on the same rows.</summary>
/// <param name="Rows">Sentences about the rows: what was learned from, and what was measured on.</param>
/// <param name="Tasks">The tasks that were measured.</param>
/// <param name="Notes">Sentences about what was left out.</param>
/// <param name="Seed">The seed of all random choices.</param>
internal sealed record Comparison(
    IReadOnlyList<string> Rows,
    IReadOnlyList<ComparisonTask> Tasks,
    IReadOnlyList<string> Notes,
    int Seed
);
