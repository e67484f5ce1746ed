namespace VaeMlNet.Benchmarks;

/// <summary>The figures of a section.</summary>
/// <param name="Section">The section.</param>
/// <param name="Heats">The figures of the preliminary rounds, with all candidates.</param>
/// <param name="Measurements">The figures of the measured rounds, without the slower candidates.</param>
/// <param name="Contestants">The candidates of the measured rounds.</param>
internal sealed record SectionResult(
    TrainingSection Section,
    Measurements Heats,
    Measurements Measurements,
    IReadOnlyList<TrainedContestant> Contestants
)
{
    /// <summary>Gets the ratio of VaeMlNet's time to that of the fastest candidate of each other role.</summary>
    public IReadOnlyList<RatioFigures> Ratios =>
        [
            .. new[]
            {
                (ContestantRole.PyTorch, "pytorch"),
                (ContestantRole.PyTorchDefaults, "pytorch-defaults"),
                (ContestantRole.Gemm, "gemm"),
            }.SelectMany(role => Ratio(role.Item1, role.Item2)),
        ];

    /// <summary>Returns the fastest candidate of a role, or null if none has it.</summary>
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
