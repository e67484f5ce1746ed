namespace VaeMlNet.Benchmarks;

/// <summary>A point of a curve that is to be measured.</summary>
/// <param name="Series">The curve, such as <c>VaeScore, 2 threads</c>.</param>
/// <param name="X">The value on the horizontal axis.</param>
/// <param name="Candidate">The work to measure.</param>
internal sealed record GrowthCase(string Series, int X, Candidate Candidate);
