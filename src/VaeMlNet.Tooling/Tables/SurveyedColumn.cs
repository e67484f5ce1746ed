namespace VaeMlNet.Tooling;

/// <summary>What was found out about a CSV column, useful or not.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Column">What it holds; null when no model can use it as it is.</param>
/// <param name="Missing">Cells without a value.</param>
/// <param name="Fault">Why no model can use it; null when one can.</param>
internal sealed record SurveyedColumn(string Name, CsvColumn? Column, long Missing, string? Fault);
