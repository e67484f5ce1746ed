namespace VaeMlNet.Benchmarks;

/// <summary>Draws the growth of time, memory and throughput.</summary>
internal static class GrowthPlots
{
    /// <summary>Draws throughput, with a panel for each section.</summary>
    public static Plot Throughput(IReadOnlyList<GrowthCurves> curves) =>
        new("Throughput of VaeEncode and VaeScore", [.. curves.Select(Panel)]);

    /// <summary>Draws time and memory over the number of rows.</summary>
    public static Plot Rows(IReadOnlyList<RowsFigures> rows)
    {
        double[] xs = [.. rows.Select(r => (double)r.Rows)];
        var x = new PlotAxis("rows", PlotScale.Log);
        return new(
            "Scoring generated rows with VaeScore",
            [
                new("time", x, new("us a row"), [new("", xs, [.. rows.Select(r => 1e6 * r.Seconds / r.Rows)])]),
                new("memory", x, new("peak resident memory, MiB"), [new("", xs, [.. rows.Select(r => r.PeakMiB)])]),
            ]
        );
    }

    private static PlotPanel Panel(GrowthCurves curves) =>
        new(
            curves.Section.Title,
            new(curves.Section.Title, PlotScale.Log),
            // Input widths differ by orders of magnitude, and so do the speeds.
            new("thousand rows a second", curves.Section.IsLogarithmic ? PlotScale.Log : PlotScale.Linear),
            [.. curves.Series.Select(series => Series(curves, series))]
        );

    private static PlotSeries Series(GrowthCurves curves, string series)
    {
        GrowthPoint[] points = [.. curves.Xs.Select(x => curves.Find(series, x)).OfType<GrowthPoint>()];
        return new(series, [.. points.Select(p => (double)p.Case.X)], Thousands(p => p.RowsPerSecond.Median))
        {
            Lower = Thousands(p => p.RowsPerSecond.Lower),
            Upper = Thousands(p => p.RowsPerSecond.Upper),
        };

        double[] Thousands(Func<GrowthPoint, double> speed) => [.. points.Select(p => speed(p) / 1000)];
    }
}
