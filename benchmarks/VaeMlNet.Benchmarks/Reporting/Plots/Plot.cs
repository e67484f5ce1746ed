namespace VaeMlNet.Benchmarks;

/// <summary>A picture with panels side by side.</summary>
/// <param name="Title">The title above all panels.</param>
/// <param name="Panels">At least one panel.</param>
internal sealed record Plot(string Title, IReadOnlyList<PlotPanel> Panels);
