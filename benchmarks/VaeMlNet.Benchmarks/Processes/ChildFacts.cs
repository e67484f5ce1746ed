namespace VaeMlNet.Benchmarks;

/// <summary>The facts that a child process reports before its first turn.</summary>
/// <param name="Versions">The version of each component.</param>
/// <param name="Threads">The number of threads that its torch reports.</param>
internal sealed record ChildFacts(IReadOnlyDictionary<string, string> Versions, int Threads);
