namespace VaeMlNet.Benchmarks;

/// <summary>Measures candidates in turn.</summary>
internal static class InterleavedRun
{
    /// <summary>The smallest number of rounds that shows how much the figures vary.</summary>
    public const int FewestRounds = 7;

    private const int FewestWarmUpPasses = 2;
    private const int MostWarmUpPasses = 30;
    private const double WarmUpSeconds = 2;

    /// <summary>Warms up, then measures every candidate once in each round, in alternating order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than <see cref="FewestRounds"/> rounds.</exception>
    /// <exception cref="InvalidOperationException">Two candidates computed different results.</exception>
    public static Measurements Measure(IReadOnlyList<Candidate> candidates, int rounds, Action<string> report)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, FewestRounds);
        foreach (var candidate in candidates)
        {
            report($"warming up {candidate.Name}");
            WarmUp(candidate);
        }

        return MeasureWarm(candidates, rounds, Agreement.OnChecksum, report);
    }

    /// <summary>Runs a candidate for 2 seconds, because .NET compiles code with all optimizations only after it has run for a while.</summary>
    private static void WarmUp(Candidate candidate)
    {
        var seconds = 0.0;
        for (var pass = 0; pass < FewestWarmUpPasses || (pass < MostWarmUpPasses && seconds < WarmUpSeconds); pass++)
        {
            seconds += candidate.Measure().Figures.Seconds;
        }
    }

    /// <summary>Measures candidates that are warmed up, once in each round, in alternating order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than <see cref="FewestRounds"/> rounds.</exception>
    /// <exception cref="InvalidOperationException">Two candidates computed different results.</exception>
    public static Measurements MeasureWarm(
        IReadOnlyList<Candidate> candidates,
        int rounds,
        Agreement agreement,
        Action<string> report
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, FewestRounds);
        var measurements = new Measurements(candidates);
        for (var round = 0; round < rounds; round++)
        {
            report($"round {round + 1} of {rounds}");
            MeasureRound(measurements, round, agreement);
        }

        return measurements;
    }

    /// <summary>Measures every candidate once: in order in even rounds, in reverse order in odd rounds.</summary>
    /// <exception cref="InvalidOperationException">Two candidates computed different results.</exception>
    public static void MeasureRound(Measurements measurements, int round, Agreement agreement)
    {
        var expected = new Dictionary<string, double>();
        foreach (var candidate in round % 2 == 0 ? measurements.Candidates : measurements.Candidates.Reverse())
        {
            var pass = candidate.Measure();
            expected.TryAdd(candidate.Work, pass.Result);
            agreement.Check(candidate, pass.Result, expected[candidate.Work]);
            measurements.Add(candidate.Name, pass.Figures);
        }
    }
}
