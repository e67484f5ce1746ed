namespace VaeMlNet.Report;

/// <summary>A column of a table.</summary>
/// <param name="Heading">The heading. One that starts with # marks a column of numbers.</param>
/// <param name="Cell">Creates the cell of an item.</param>
internal sealed record TableColumn<T>(string Heading, Func<T, Html> Cell);
