using System.Diagnostics;

namespace VaeMlNet.Benchmarks;

/// <summary>Measures training and scoring on 1, 2, 4 and more cores.</summary>
internal static class CoresBenchmark
{
    public const string Name = "cores";

    /// <summary>The name of the part that scores rows.</summary>
    public const string Scoring = "scoring";

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(15);

    /// <summary>Gets the names of the parts: networks to train, and scoring.</summary>
    public static IReadOnlyList<string> PartNames { get; } = ["fc128", "table", Scoring];

    /// <summary>Gets the numbers of cores to measure: powers of two up to the machine's.</summary>
    public static IEnumerable<int> CoreCounts =>
        Enumerable.Range(0, 6).Select(power => 1 << power).Where(count => count <= Environment.ProcessorCount);

    /// <summary>Measures every part on every number of cores. The processes take turns.</summary>
    /// <param name="mnist">The folder of MNIST's unpacked files.</param>
    /// <param name="modelFolder">A model with MNIST's input width.</param>
    /// <param name="only">The names of the parts; empty for all.</param>
    /// <param name="rounds">The number of measured rounds.</param>
    /// <param name="report">Receives progress reports.</param>
    /// <exception cref="InvalidOperationException">The machine has no program <c>taskset</c>, or a process has ended.</exception>
    public static CoresReport Run(string mnist, string modelFolder, string[] only, int rounds, Action<string> report)
    {
        List<CoresPart> parts = [];
        foreach (var name in PartNames.Where(name => only.Length == 0 || only.Contains(name)))
        {
            report($"{Name}: {name}");
            parts.Add(Measure(name, mnist, modelFolder, rounds, line => report($"{name}: {line}")));
        }

        var chosen = only.Length == 0 ? "" : $" --only={string.Join(',', only)}";
        var command = $"dotnet cake --target=Benchmark --filter={Name} --rounds={rounds}{chosen}";
        return new(new(command, DateTimeOffset.Now, MachineFacts.Read().With(TorchFacts.Versions)), parts);
    }

    private static CoresPart Measure(string name, string mnist, string modelFolder, int rounds, Action<string> report)
    {
        var section = TrainingSection.All.FirstOrDefault(section => section.Name == name);
        var rowCount = section?.RowCount ?? ScoringWorker.RowCount;
        List<TrainingCandidate> candidates = [];
        try
        {
            foreach (var cores in CoreCounts)
            {
                var arguments = section is null
                    ? ChildCommand.ForScorer(modelFolder, mnist)
                    : ChildCommand.ForTrainer(section, mnist);
                Func<MeasuredPass> unset = () => throw new InvalidOperationException("The process measures.");
                var candidate = new Candidate(
                    FormattableString.Invariant($"{name}/{cores}"),
                    cores,
                    section?.Title ?? ScoringWorker.Title,
                    rowCount,
                    unset
                );
                candidates.Add(
                    new(CandidateRole.Ours, candidate, CoreAffinity.Limit(ChildStart.Create(arguments), cores))
                );
            }

            var all = candidates.ConvertAll(candidate => candidate.Candidate);
            report("warming up");
            // On one core, the optimizing compiler gets its turn late.
            for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < WarmUp; )
            {
                InterleavedRun.MeasureRound(new Measurements(all), 0, Agreement.NotYet);
            }

            return new(name, all[0].Description, InterleavedRun.MeasureWarm(all, rounds, Agreement.NotYet, report));
        }
        finally
        {
            candidates.ForEach(candidate => candidate.Dispose());
        }
    }
}
