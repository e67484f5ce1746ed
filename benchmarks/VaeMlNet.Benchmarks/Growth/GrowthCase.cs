namespace VaeMlNet.Benchmarks;

/// <summary>One point of a curve before it is measured.</summary>
/// <param name="Series">The curve, such as <c>VaeScore, 2 threads</c>.</param>
/// <param name="X">How far the thing has grown.</param>
/// <param name="Contestant">What is measured.</param>
internal sealed record GrowthCase(string Series, int X, Contestant Contestant);
