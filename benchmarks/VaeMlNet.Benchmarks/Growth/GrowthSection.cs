namespace VaeMlNet.Benchmarks;

/// <summary>How throughput grows with one thing.</summary>
/// <param name="Name">Name in JSON, such as <c>batch-size</c>.</param>
/// <param name="Title">What grows, such as <c>rows of a batch</c>.</param>
/// <param name="Subject">What else is the case.</param>
/// <param name="Cases">What is measured.</param>
internal sealed record GrowthSection(string Name, string Title, string Subject, IReadOnlyList<GrowthCase> Cases)
{
    /// <summary>Whether throughput is drawn on a logarithmic axis.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>Measures every case in turn with the others.</summary>
    public GrowthCurves Measure(int rounds, Action<string> report)
    {
        report($"growth with {Title}");
        var measurements = InterleavedRun.Measure([.. Cases.Select(c => c.Contestant)], rounds, report);
        return new(this, [.. Cases.Select(c => new GrowthPoint(c, measurements.RowsPerSecond(c.Contestant)))]);
    }
}
