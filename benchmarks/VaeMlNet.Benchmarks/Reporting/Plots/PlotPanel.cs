namespace VaeMlNet.Benchmarks;

/// <summary>Curves over one pair of axes.</summary>
/// <param name="Title">The title above the panel.</param>
/// <param name="X">The horizontal axis.</param>
/// <param name="Y">The vertical axis. A linear one starts at 0.</param>
/// <param name="Series">The curves, at most seven.</param>
internal sealed record PlotPanel(string Title, PlotAxis X, PlotAxis Y, IReadOnlyList<PlotSeries> Series);
