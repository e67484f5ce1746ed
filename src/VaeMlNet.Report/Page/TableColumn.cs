namespace VaeMlNet.Report;

/// <summary>A column of a table.</summary>
/// <param name="Heading">The heading.</param>
/// <param name="Cell">Creates the cell of an item.</param>
/// <param name="IsNumber">True for a column of numbers, which are on the right.</param>
internal sealed record TableColumn<T>(string Heading, Func<T, Html> Cell, bool IsNumber = false);
