namespace VaeMlNet.Tooling;

/// <summary>An inferred CSV column, or the reason why no model can use it.</summary>
/// <param name="Name">The name of the column.</param>
/// <param name="Column">The inferred column; null when no model can use it.</param>
/// <param name="Missing">The number of missing cells.</param>
/// <param name="Fault">The reason why no model can use the column; null when a model can.</param>
internal sealed record SurveyedColumn(string Name, CsvColumn? Column, long Missing, string? Fault);
