namespace VaeMlNet.Benchmarks;

/// <summary>A ratio of two contestants over the rounds.</summary>
/// <param name="Name">Its name in the JSON file.</param>
/// <param name="Meaning">Which contestants it divides; null where the name says it.</param>
/// <param name="Clock">By the clock.</param>
/// <param name="Cpu">By the processor time of the contestants' processes.</param>
internal sealed record RatioFigures(string Name, string? Meaning, Quartiles Clock, Quartiles Cpu);
