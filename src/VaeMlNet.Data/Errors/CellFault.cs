namespace VaeMlNet.Data;

/// <summary>The fault of a row of a CSV file, or of a cell in it.</summary>
/// <param name="Column">The column; empty for the row as a whole.</param>
/// <param name="Text">The text of the cell.</param>
/// <param name="Reason">What is wrong, without the place.</param>
internal readonly record struct CellFault(string Column, string Text, string Reason);
