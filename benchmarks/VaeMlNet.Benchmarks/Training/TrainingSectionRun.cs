namespace VaeMlNet.Benchmarks;

/// <summary>Measures the candidates of a section in turn.</summary>
/// <remarks>
/// All candidates take part in the preliminary rounds, which warm them up. There, PyTorch runs with every combination of threads, and
/// the two fastest run in the measured rounds. The faster of the two ways to compute the matrix products is the lower bound.
/// </remarks>
internal sealed class TrainingSectionRun : IDisposable
{
    private const int HeatCount = 3;
    private const int FinalistCount = 2;

    /// <summary>The largest difference that different seeds cause. Larger ones show a mistake in one of the networks.</summary>
    private static readonly Agreement SameLoss = new("mean training loss", 0.05);

    private readonly TrainingSection section;
    private readonly Action<string> report;
    private readonly List<TrainingContestant> contestants = [];

    /// <summary>Starts the processes of the candidates.</summary>
    public TrainingSectionRun(TrainingSection section, string mnist, Action<string> report)
    {
        this.section = section;
        this.report = report;
        try
        {
            contestants.AddRange(Start(section, new ContestantStarts(section, mnist)));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Measures the candidates.</summary>
    /// <exception cref="InvalidOperationException">The candidates have different losses, or one of them has ended.</exception>
    public SectionResult Run(int rounds)
    {
        var heats = RunHeats();
        Contestant[] finalists = [.. heats.FastestFirst(OfRole(ContestantRole.PyTorch)).Take(FinalistCount)];
        foreach (var dropped in contestants.Where(c => c.Role == ContestantRole.PyTorch).ToArray())
        {
            if (!finalists.Contains(dropped.Contestant))
            {
                contestants.Remove(dropped);
                dropped.Dispose();
            }
        }

        var measurements = InterleavedRun.MeasureWarm(
            [.. contestants.Select(c => c.Contestant)],
            rounds,
            Agreement.NotYet,
            line => report($"{section.Name}: {line}")
        );
        TrainedContestant[] trained = [.. contestants.Select(c => c.Summary)];
        CheckLosses([.. trained.Where(c => c.Role != ContestantRole.Gemm)]);
        return new(section, heats, measurements, trained);
    }

    public void Dispose() => contestants.ForEach(contestant => contestant.Dispose());

    /// <summary>Runs the preliminary rounds. The first one is not measured.</summary>
    private Measurements RunHeats()
    {
        var heats = new Measurements([.. contestants.Select(c => c.Contestant)]);
        for (var heat = 0; heat < HeatCount; heat++)
        {
            report($"{section.Name}: heat {heat + 1} of {HeatCount}");
            var kept = heat == 0 ? new Measurements(heats.Contestants) : heats;
            InterleavedRun.MeasureRound(kept, heat, Agreement.NotYet);
        }

        return heats;
    }

    /// <summary>Compares the losses at the end, because they depend more on the seed while they fall steeply.</summary>
    private static void CheckLosses(TrainedContestant[] trained)
    {
        foreach (var contestant in trained)
        {
            SameLoss.Check(contestant.Contestant, contestant.LastLoss, trained[0].LastLoss);
        }
    }

    private IEnumerable<Contestant> OfRole(ContestantRole role) =>
        contestants.Where(c => c.Role == role).Select(c => c.Contestant);

    private static IEnumerable<TrainingContestant> Start(TrainingSection section, ContestantStarts starts)
    {
        yield return starts.Ours();
        foreach (var threads in new[] { 1, 2 })
        {
            yield return starts.PyTorch(threads, blasThreads: 1);
            yield return starts.PyTorch(threads, blasThreads: 2);
        }

        if (section.HasDefaults)
        {
            yield return starts.PyTorchDefaults();
        }

        if (section.Network == NetworkKind.FullyConnected)
        {
            yield return starts.Products(blasThreads: 2, parts: 1);
            yield return starts.Products(blasThreads: 1, parts: 2);
        }
    }
}
