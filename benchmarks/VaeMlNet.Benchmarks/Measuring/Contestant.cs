namespace VaeMlNet.Benchmarks;

/// <summary>One way to do the work that a benchmark compares.</summary>
/// <param name="Name">Name in ratios, such as <c>raw</c>.</param>
/// <param name="Threads">Threads that compute at the same time.</param>
/// <param name="Description">What a pass includes.</param>
/// <param name="RowCount">Rows of one pass.</param>
/// <param name="Measure">Does the work once, and says what it took and came to.</param>
internal sealed record Contestant(
    string Name,
    int Threads,
    string Description,
    int RowCount,
    Func<MeasuredPass> Measure
)
{
    /// <summary>A contestant that works in this process.</summary>
    /// <param name="name">Name in ratios.</param>
    /// <param name="threads">Threads that compute at the same time.</param>
    /// <param name="description">What a pass includes.</param>
    /// <param name="rowCount">Rows of one pass.</param>
    /// <param name="pass">Does the work once, and returns a checksum that is the same for all contestants of the same work.</param>
    public Contestant(string name, int threads, string description, int rowCount, Func<double> pass)
        : this(name, threads, description, rowCount, () => MeasuredPass.Of(pass)) { }

    /// <summary>The work; those who do the same must come to the same result. Default: all do the same.</summary>
    public string Work { get; init; } = "";
}
