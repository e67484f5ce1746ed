namespace VaeMlNet.Benchmarks;

/// <summary>Measures candidates in turn.</summary>
internal static class InterleavedRun
{
    /// <summary>The smallest number of rounds that shows how much the figures vary.</summary>
    public const int FewestRounds = 7;

    private const int WarmUpRounds = 2;

    /// <summary>Warms up, then measures every candidate once in each round, in alternating order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than <see cref="FewestRounds"/> rounds.</exception>
    /// <exception cref="InvalidOperationException">Two candidates computed different results.</exception>
    public static Measurements Measure(IReadOnlyList<Candidate> candidates, int rounds, Action<string> report)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, FewestRounds);
        for (var round = -WarmUpRounds; round < 0; round++)
        {
            report("warming up");
            MeasureRound(new Measurements(candidates), round, Agreement.OnChecksum);
        }

        return MeasureWarm(candidates, rounds, Agreement.OnChecksum, report);
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
