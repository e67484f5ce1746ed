namespace VaeMlNet.Benchmarks;

/// <summary>An axis of a plot.</summary>
/// <param name="Label">The quantity and its unit.</param>
/// <param name="Scale">The scale: linear or logarithmic.</param>
internal sealed record PlotAxis(string Label, PlotScale Scale = PlotScale.Linear);
