namespace VaeMlNet.Benchmarks;

/// <summary>The figures of a section.</summary>
/// <param name="Section">The section.</param>
/// <param name="PreliminaryRounds">The figures of the preliminary rounds, with all candidates.</param>
/// <param name="Measurements">The figures of the measured rounds, without the slower candidates.</param>
/// <param name="Candidates">The candidates of the measured rounds.</param>
internal sealed record SectionResult(
    TrainingSection Section,
    Measurements PreliminaryRounds,
    Measurements Measurements,
    IReadOnlyList<TrainedCandidate> Candidates
)
{
    /// <summary>Gets the ratios of VaeMlNet's time to that of the fastest candidate of each other role.</summary>
    public IReadOnlyList<RatioFigures> Ratios =>
        [
            .. new[]
            {
                (CandidateRole.Ours, CandidateRole.TorchSharp, "torchsharp"),
                (CandidateRole.Ours, CandidateRole.Gemm, "gemm"),
                (CandidateRole.Ours, CandidateRole.PyTorch, "pytorch"),
                (CandidateRole.Ours, CandidateRole.PyTorchDefaults, "pytorch-defaults"),
                (CandidateRole.OursMixed, CandidateRole.PyTorchMixed, "pytorch-mixed"),
                (CandidateRole.OursMixed, CandidateRole.Ours, "full-precision"),
            }.SelectMany(pair => Ratio(pair.Item1, pair.Item2, pair.Item3)),
        ];

    /// <summary>Returns the fastest candidate of a role, or null if none has it.</summary>
    public Candidate? Fastest(CandidateRole role) =>
        Measurements.FastestFirst(Candidates.Where(c => c.Role == role).Select(c => c.Candidate)) is [var first, ..]
            ? first
            : null;

    private IEnumerable<RatioFigures> Ratio(CandidateRole ours, CandidateRole other, string name)
    {
        if (Fastest(ours) is { } candidate && Fastest(other) is { } reference)
        {
            var ratio = new SpeedRatio(candidate.Name, reference.Name);
            yield return new(
                $"{Section.Name}/{name}",
                $"{ratio.Candidate} over {ratio.Reference}",
                Measurements.Time(ratio),
                Measurements.CpuTime(ratio)
            );
        }
    }
}
