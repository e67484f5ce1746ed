namespace VaeMlNet.Benchmarks;

/// <summary>Figures of several contestants over several rounds.</summary>
internal sealed class Measurements(IReadOnlyList<Contestant> contestants)
{
    private readonly Dictionary<string, List<PassFigures>> passes = contestants.ToDictionary(
        c => c.Name,
        _ => new List<PassFigures>()
    );

    public IReadOnlyList<Contestant> Contestants => contestants;

    public int RoundCount => passes.Values.Min(passes => passes.Count);

    /// <summary>Adds a contestant's pass of the next round.</summary>
    public void Add(string contestant, PassFigures figures) => passes[contestant].Add(figures);

    public Quartiles Seconds(Contestant contestant) =>
        Quartiles.Of(passes[contestant.Name].Select(pass => pass.Seconds));

    public Quartiles CpuSeconds(Contestant contestant) =>
        Quartiles.Of(passes[contestant.Name].Select(pass => pass.CpuSeconds));

    public Quartiles RowsPerSecond(Contestant contestant) =>
        Quartiles.Of(passes[contestant.Name].Select(pass => contestant.RowCount / pass.Seconds));

    public Quartiles CpuMicrosecondsPerRow(Contestant contestant) =>
        Quartiles.Of(passes[contestant.Name].Select(pass => 1e6 * pass.CpuSeconds / contestant.RowCount));

    public Quartiles AllocatedBytesPerRow(Contestant contestant) =>
        Quartiles.Of(passes[contestant.Name].Select(pass => (double)pass.AllocatedBytes / contestant.RowCount));

    /// <summary>
    /// How many times as fast one is as the other. Speeds are divided within each round, and the quartiles taken of these
    /// ratios: what slows the machine for a while slows both.
    /// </summary>
    public Quartiles Speed(SpeedRatio ratio) => ReferenceToContestant(ratio, pass => pass.Seconds);

    /// <summary>The same of rows per second of processor time: on a busy machine it varies less than the wall clock.</summary>
    public Quartiles Efficiency(SpeedRatio ratio) => ReferenceToContestant(ratio, pass => pass.CpuSeconds);

    private Quartiles ReferenceToContestant(SpeedRatio ratio, Func<PassFigures, double> seconds)
    {
        var reference = PerRow(ratio.Reference, seconds);
        return Quartiles.Of(reference.Zip(PerRow(ratio.Contestant, seconds), (theirs, own) => theirs / own));
    }

    /// <summary>The first's time over the second's within each round: smaller means that the first is faster.</summary>
    public Quartiles Time(SpeedRatio ratio) => Speed(new(ratio.Reference, ratio.Contestant));

    /// <summary>The same of processor time.</summary>
    public Quartiles CpuTime(SpeedRatio ratio) => Efficiency(new(ratio.Reference, ratio.Contestant));

    /// <summary>Some of the contestants, the fastest by the median of the clock first.</summary>
    public IReadOnlyList<Contestant> FastestFirst(IEnumerable<Contestant> some) =>
        [.. some.OrderBy(contestant => Seconds(contestant).Median / contestant.RowCount)];

    private IEnumerable<double> PerRow(string name, Func<PassFigures, double> seconds)
    {
        var rows = contestants.Single(c => c.Name == name).RowCount;
        return passes[name].Select(pass => seconds(pass) / rows);
    }
}
