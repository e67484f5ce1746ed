namespace VaeMlNet.Benchmarks;

/// <summary>An axis.</summary>
/// <param name="Label">What it shows, with its unit.</param>
/// <param name="Scale">Linear or logarithmic.</param>
internal sealed record PlotAxis(string Label, PlotScale Scale = PlotScale.Linear);
