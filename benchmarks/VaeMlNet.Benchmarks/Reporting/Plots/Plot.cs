namespace VaeMlNet.Benchmarks;

/// <summary>What a picture shows: panels side by side.</summary>
/// <param name="Title">Above all panels.</param>
/// <param name="Panels">At least one.</param>
internal sealed record Plot(string Title, IReadOnlyList<PlotPanel> Panels);
