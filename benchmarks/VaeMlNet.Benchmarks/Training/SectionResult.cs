namespace VaeMlNet.Benchmarks;

/// <summary>A section's figures.</summary>
/// <param name="Section">What was trained.</param>
/// <param name="Heats">All settings, before the slower ones were left out.</param>
/// <param name="Measurements">Those that took part in all rounds.</param>
/// <param name="Contestants">The same, with what they are.</param>
internal sealed record SectionResult(
    TrainingSection Section,
    Measurements Heats,
    Measurements Measurements,
    IReadOnlyList<TrainedContestant> Contestants
)
{
    /// <summary>Our time over that of the fastest of each other role.</summary>
    public IReadOnlyList<RatioFigures> Ratios =>
        [
            .. new[]
            {
                (ContestantRole.PyTorch, "pytorch"),
                (ContestantRole.PyTorchDefaults, "pytorch-defaults"),
                (ContestantRole.Gemm, "gemm"),
            }.SelectMany(role => Ratio(role.Item1, role.Item2)),
        ];

    /// <summary>The fastest of a role; null where nobody has it.</summary>
    public Contestant? Fastest(ContestantRole role) =>
        Measurements.FastestFirst(Contestants.Where(c => c.Role == role).Select(c => c.Contestant)) is [var first, ..]
            ? first
            : null;

    private IEnumerable<RatioFigures> Ratio(ContestantRole role, string name)
    {
        if (Fastest(role) is { } reference)
        {
            var ratio = new SpeedRatio(Fastest(ContestantRole.Ours)!.Name, reference.Name);
            yield return new(
                $"{Section.Name}/{name}",
                $"{ratio.Contestant} over {ratio.Reference}",
                Measurements.Time(ratio),
                Measurements.CpuTime(ratio)
            );
        }
    }
}
