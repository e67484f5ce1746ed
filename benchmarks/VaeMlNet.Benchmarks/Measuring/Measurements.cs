namespace VaeMlNet.Benchmarks;

/// <summary>The figures of several candidates over several rounds.</summary>
internal sealed class Measurements(IReadOnlyList<Candidate> candidates)
{
    private readonly Dictionary<string, List<PassFigures>> passes = candidates.ToDictionary(
        c => c.Name,
        _ => new List<PassFigures>()
    );

    public IReadOnlyList<Candidate> Candidates => candidates;

    public int RoundCount => passes.Values.Min(passes => passes.Count);

    /// <summary>Adds the figures of a candidate's pass of the next round.</summary>
    public void Add(string candidate, PassFigures figures) => passes[candidate].Add(figures);

    public Quartiles Seconds(Candidate candidate) =>
        Quartiles.Compute(passes[candidate.Name].Select(pass => pass.Seconds));

    public Quartiles CpuSeconds(Candidate candidate) =>
        Quartiles.Compute(passes[candidate.Name].Select(pass => pass.CpuSeconds));

    public Quartiles RowsPerSecond(Candidate candidate) =>
        Quartiles.Compute(passes[candidate.Name].Select(pass => candidate.RowCount / pass.Seconds));

    public Quartiles CpuMicrosecondsPerRow(Candidate candidate) =>
        Quartiles.Compute(passes[candidate.Name].Select(pass => 1e6 * pass.CpuSeconds / candidate.RowCount));

    public Quartiles AllocatedBytesPerRow(Candidate candidate) =>
        Quartiles.Compute(passes[candidate.Name].Select(pass => (double)pass.AllocatedBytes / candidate.RowCount));

    /// <summary>
    /// Returns how many times as fast one candidate is as the other. The quartiles are those of the ratios within each round, because
    /// other load on the machine slows both candidates of a round.
    /// </summary>
    public Quartiles Speed(SpeedRatio ratio) => ReferenceToCandidate(ratio, pass => pass.Seconds);

    /// <summary>
    /// Returns the ratio of rows per second of processor time, which varies less than wall-clock time on a busy machine.
    /// </summary>
    public Quartiles Efficiency(SpeedRatio ratio) => ReferenceToCandidate(ratio, pass => pass.CpuSeconds);

    private Quartiles ReferenceToCandidate(SpeedRatio ratio, Func<PassFigures, double> seconds)
    {
        var reference = PerRow(ratio.Reference, seconds);
        return Quartiles.Compute(reference.Zip(PerRow(ratio.Candidate, seconds), (theirs, own) => theirs / own));
    }

    /// <summary>Returns the first candidate's time over the second's within each round. Below 1, the first is faster.</summary>
    public Quartiles Time(SpeedRatio ratio) => Speed(new(ratio.Reference, ratio.Candidate));

    /// <summary>Returns the first candidate's processor time over the second's within each round.</summary>
    public Quartiles CpuTime(SpeedRatio ratio) => Efficiency(new(ratio.Reference, ratio.Candidate));

    /// <summary>Returns some of the candidates in ascending order of their median wall-clock time.</summary>
    public IReadOnlyList<Candidate> FastestFirst(IEnumerable<Candidate> some) =>
        [.. some.OrderBy(candidate => Seconds(candidate).Median / candidate.RowCount)];

    private IEnumerable<double> PerRow(string name, Func<PassFigures, double> seconds)
    {
        var rows = candidates.Single(c => c.Name == name).RowCount;
        return passes[name].Select(pass => seconds(pass) / rows);
    }
}
