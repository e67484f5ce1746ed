namespace VaeMlNet.Benchmarks;

/// <summary>The measured times of one part of <see cref="CoresBenchmark"/>.</summary>
/// <param name="Name">The name of the part.</param>
/// <param name="Title">The work of a turn.</param>
/// <param name="Measurements">The times. Candidates are in the order of their cores, which are their threads.</param>
internal sealed record CoresPart(string Name, string Title, Measurements Measurements)
{
    /// <summary>Returns how many times as fast a candidate is as on one core.</summary>
    public Quartiles SpeedUp(Candidate candidate) =>
        Measurements.Speed(new(candidate.Name, Measurements.Candidates[0].Name));
}
