namespace VaeMlNet.Benchmarks.Measuring;

/// <summary>Lets contestants take turns in one process.</summary>
internal static class InterleavedRun
{
    /// <summary>Fewer rounds say nothing about the spread.</summary>
    public const int FewestRounds = 7;

    private const int WarmUpRounds = 2;

    /// <summary>Contestants add in another order, or run one row at a time: sums of float32 differ by rounding.</summary>
    private const double ChecksumTolerance = 1e-4;

    /// <summary>Warms up, then measures every contestant once a round, in turn forwards and backwards.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than <see cref="FewestRounds"/> rounds.</exception>
    /// <exception cref="InvalidOperationException">Two contestants computed different things.</exception>
    public static Measurements Measure(IReadOnlyList<Contestant> contestants, int rounds, Action<string> report)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, FewestRounds);
        var measurements = new Measurements(contestants);
        for (int round = -WarmUpRounds; round < rounds; round++)
        {
            report(round < 0 ? "warming up" : $"round {round + 1} of {rounds}");
            double? expected = null;
            foreach (Contestant contestant in round % 2 == 0 ? contestants : contestants.Reverse())
            {
                PassFigures figures = PassFigures.Measure(contestant, out double checksum);
                expected ??= checksum;
                ThrowUnlessEqual(contestant, checksum, expected.Value);
                if (round >= 0)
                {
                    measurements.Add(contestant.Name, figures);
                }
            }
        }
        return measurements;
    }

    private static void ThrowUnlessEqual(Contestant contestant, double checksum, double expected)
    {
        if (!(Math.Abs(checksum - expected) <= ChecksumTolerance * Math.Abs(expected)))
        {
            throw new InvalidOperationException(
                FormattableString.Invariant(
                    $"Contestant '{contestant.Name}' has checksum {checksum}, expected {expected} as others of its round. Their speeds cannot be compared before they compute the same."
                )
            );
        }
    }
}
