namespace VaeMlNet.Benchmarks;

/// <summary>The ratio of two candidates over the rounds.</summary>
/// <param name="Name">The name in the JSON file.</param>
/// <param name="Meaning">The names of the two candidates; null if the name contains them.</param>
/// <param name="Clock">The ratio of wall-clock times.</param>
/// <param name="Cpu">The ratio of processor times of the candidates' processes.</param>
internal sealed record RatioFigures(string Name, string? Meaning, Quartiles Clock, Quartiles Cpu);
