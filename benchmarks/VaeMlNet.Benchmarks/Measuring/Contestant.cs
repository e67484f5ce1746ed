namespace VaeMlNet.Benchmarks.Measuring;

/// <summary>One way to do the work that a benchmark compares.</summary>
/// <param name="Name">Name in ratios, such as <c>raw</c>.</param>
/// <param name="Threads">Threads that compute at the same time.</param>
/// <param name="Description">What a pass includes.</param>
/// <param name="RowCount">Rows of one pass.</param>
/// <param name="Pass">Does the work once, and returns a checksum that is the same for all contestants.</param>
internal sealed record Contestant(string Name, int Threads, string Description, int RowCount, Func<double> Pass);
