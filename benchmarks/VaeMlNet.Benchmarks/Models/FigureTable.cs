namespace VaeMlNet.Benchmarks;

/// <summary>Figures of ours with those they are held against beside them.</summary>
/// <param name="Title">What the table shows.</param>
/// <param name="Headings">The columns.</param>
/// <param name="Rows">As many cells each as there are columns.</param>
/// <param name="Note">How the figures came about, or null.</param>
internal sealed record FigureTable(string Title, string[] Headings, string[][] Rows, string? Note = null);
