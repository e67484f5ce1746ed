namespace VaeMlNet.Benchmarks;

/// <summary>The figures of several candidates over several rounds.</summary>
internal sealed class Measurements(IReadOnlyList<Contestant> contestants)
{
    private readonly Dictionary<string, List<PassFigures>> passes = contestants.ToDictionary(
        c => c.Name,
        _ => new List<PassFigures>()
    );

    public IReadOnlyList<Contestant> Contestants => contestants;

    public int RoundCount => passes.Values.Min(passes => passes.Count);

    /// <summary>Adds the figures of a candidate's pass of the next round.</summary>
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
    /// Returns how many times as fast one candidate is as the other. The quartiles are those of the ratios within each round, because
    /// other load on the machine slows both candidates of a round.
    /// </summary>
    public Quartiles Speed(SpeedRatio ratio) => ReferenceToContestant(ratio, pass => pass.Seconds);

    /// <summary>
    /// Returns the ratio of rows per second of processor time, which varies less than wall-clock time on a busy machine.
    /// </summary>
    public Quartiles Efficiency(SpeedRatio ratio) => ReferenceToContestant(ratio, pass => pass.CpuSeconds);

    private Quartiles ReferenceToContestant(SpeedRatio ratio, Func<PassFigures, double> seconds)
    {
        var reference = PerRow(ratio.Reference, seconds);
        return Quartiles.Of(reference.Zip(PerRow(ratio.Contestant, seconds), (theirs, own) => theirs / own));
    }

    /// <summary>Returns the first candidate's time over the second's within each round. Below 1, the first is faster.</summary>
    public Quartiles Time(SpeedRatio ratio) => Speed(new(ratio.Reference, ratio.Contestant));

    /// <summary>Returns the first candidate's processor time over the second's within each round.</summary>
    public Quartiles CpuTime(SpeedRatio ratio) => Efficiency(new(ratio.Reference, ratio.Contestant));

    /// <summary>Returns some of the candidates in ascending order of their median wall-clock time.</summary>
    public IReadOnlyList<Contestant> FastestFirst(IEnumerable<Contestant> some) =>
        [.. some.OrderBy(contestant => Seconds(contestant).Median / contestant.RowCount)];

    private IEnumerable<double> PerRow(string name, Func<PassFigures, double> seconds)
    {
        var rows = contestants.Single(c => c.Name == name).RowCount;
        return passes[name].Select(pass => seconds(pass) / rows);
    }
}
