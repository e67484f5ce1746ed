namespace VaeMlNet.Benchmarks;

/// <summary>What a child process says of itself when it is ready for its first turn.</summary>
/// <param name="Versions">Version per component.</param>
/// <param name="Threads">What its torch calls its number of threads.</param>
internal sealed record ChildFacts(IReadOnlyDictionary<string, string> Versions, int Threads);
