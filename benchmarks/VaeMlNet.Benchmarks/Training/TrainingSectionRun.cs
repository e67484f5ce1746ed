namespace VaeMlNet.Benchmarks;

/// <summary>Measures the candidates of a section in turn.</summary>
/// <remarks>
/// All candidates take part in the preliminary rounds, which warm them up. There, TorchSharp and PyTorch run with every combination of
/// threads, and the two fastest of each run in the measured rounds. The faster of the two ways to compute the matrix products is the lower bound.
/// </remarks>
internal sealed class TrainingSectionRun : IDisposable
{
    private const int PreliminaryRoundCount = 3;
    private const int FastestCount = 2;

    /// <summary>The largest difference that different seeds cause. Larger ones show a mistake in one of the networks.</summary>
    private static readonly Agreement SameLoss = new("mean training loss", 0.05);

    private readonly TrainingSection section;
    private readonly Action<string> report;
    private readonly List<TrainingCandidate> candidates = [];

    /// <summary>Starts the processes of the candidates.</summary>
    /// <param name="section">The network and data to train.</param>
    /// <param name="starts">Starts the processes one after the other.</param>
    /// <param name="report">Receives progress reports.</param>
    public TrainingSectionRun(TrainingSection section, IEnumerable<TrainingCandidate> starts, Action<string> report)
    {
        this.section = section;
        this.report = report;
        try
        {
            foreach (var candidate in starts)
            {
                candidates.Add(candidate);
            }
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
        var preliminary = RunPreliminaryRounds();
        DropSlower(CandidateRole.TorchSharp, preliminary);
        DropSlower(CandidateRole.PyTorch, preliminary);

        var measurements = InterleavedRun.MeasureWarm(
            [.. candidates.Select(c => c.Candidate)],
            rounds,
            Agreement.NotYet,
            line => report($"{section.Name}: {line}")
        );
        TrainedCandidate[] trained = [.. candidates.Select(c => c.Summary)];
        if (section.HasSameLoss)
        {
            CheckLosses([.. trained.Where(c => c.Role != CandidateRole.Gemm)]);
        }

        return new(section, preliminary, measurements, trained);
    }

    public void Dispose() => candidates.ForEach(candidate => candidate.Dispose());

    /// <summary>Runs the preliminary rounds. The first one is not measured.</summary>
    private Measurements RunPreliminaryRounds()
    {
        var preliminary = new Measurements([.. candidates.Select(c => c.Candidate)]);
        for (var round = 0; round < PreliminaryRoundCount; round++)
        {
            report($"{section.Name}: preliminary round {round + 1} of {PreliminaryRoundCount}");
            var kept = round == 0 ? new Measurements(preliminary.Candidates) : preliminary;
            InterleavedRun.MeasureRound(kept, round, Agreement.NotYet);
        }

        return preliminary;
    }

    /// <summary>Compares the losses at the end, because they depend more on the seed while they fall steeply.</summary>
    private static void CheckLosses(TrainedCandidate[] trained)
    {
        foreach (var candidate in trained)
        {
            SameLoss.Check(candidate.Candidate, candidate.LastLoss, trained[0].LastLoss);
        }
    }

    /// <summary>Ends the processes of a role, except the fastest ones.</summary>
    private void DropSlower(CandidateRole role, Measurements preliminary)
    {
        TrainingCandidate[] all = [.. candidates.Where(c => c.Role == role)];
        Candidate[] fastest = [.. preliminary.FastestFirst(all.Select(c => c.Candidate)).Take(FastestCount)];
        foreach (var dropped in all.Where(c => !fastest.Contains(c.Candidate)))
        {
            candidates.Remove(dropped);
            dropped.Dispose();
        }
    }
}
