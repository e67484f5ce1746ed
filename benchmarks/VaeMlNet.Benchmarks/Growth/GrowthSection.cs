namespace VaeMlNet.Benchmarks;

/// <summary>Measures how throughput grows with one quantity.</summary>
/// <param name="Name">The name in JSON, such as <c>batch-size</c>.</param>
/// <param name="Title">The quantity that grows, such as <c>rows of a batch</c>.</param>
/// <param name="Subject">The conditions that stay the same.</param>
/// <param name="Cases">The points to measure.</param>
internal sealed record GrowthSection(string Name, string Title, string Subject, IReadOnlyList<GrowthCase> Cases)
{
    /// <summary>Gets whether throughput is drawn on a logarithmic axis.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>Measures all points, interleaved.</summary>
    public GrowthCurves Measure(int rounds, Action<string> report)
    {
        report($"growth with {Title}");
        var measurements = InterleavedRun.Measure([.. Cases.Select(c => c.Candidate)], rounds, report);
        return new(this, [.. Cases.Select(c => new GrowthPoint(c, measurements.RowsPerSecond(c.Candidate)))]);
    }
}
