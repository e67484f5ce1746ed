namespace VaeMlNet.Benchmarks;

/// <summary>An implementation that a benchmark compares with others.</summary>
/// <param name="Name">The name in ratios, such as <c>raw</c>.</param>
/// <param name="Threads">The number of threads that compute at the same time.</param>
/// <param name="Description">The work of a pass.</param>
/// <param name="RowCount">The number of rows of one pass.</param>
/// <param name="Measure">Runs one pass and returns its time and result.</param>
internal sealed record Candidate(string Name, int Threads, string Description, int RowCount, Func<MeasuredPass> Measure)
{
    /// <summary>Creates a candidate that runs in this process.</summary>
    /// <param name="name">The name in ratios.</param>
    /// <param name="threads">The number of threads that compute at the same time.</param>
    /// <param name="description">The work of a pass.</param>
    /// <param name="rowCount">The number of rows of one pass.</param>
    /// <param name="pass">Runs one pass and returns a checksum, which is the same for all candidates of the same work.</param>
    public Candidate(string name, int threads, string description, int rowCount, Func<double> pass)
        : this(name, threads, description, rowCount, () => MeasuredPass.Measure(pass)) { }

    /// <summary>
    /// Gets the name of the work. Candidates of the same work must return the same result. Default: all do the same work.
    /// </summary>
    public string Work { get; init; } = "";
}
