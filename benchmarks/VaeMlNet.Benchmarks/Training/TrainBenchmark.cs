namespace VaeMlNet.Benchmarks;

/// <summary>Training side by side with PyTorch and with a step's matrix products.</summary>
internal static class TrainBenchmark
{
    public const string Name = "train";

    /// <summary>The names of the sections, in order.</summary>
    public static IReadOnlyList<string> SectionNames { get; } =
    [.. TrainingSection.All.Select(section => section.Name)];

    /// <summary>Measures sections one after the other.</summary>
    /// <param name="settings">What to measure.</param>
    /// <param name="report">Told how far it is.</param>
    /// <returns>After each section what is known so far.</returns>
    public static IEnumerable<TrainReport> Run(TrainSettings settings, Action<string> report)
    {
        var results = new List<SectionResult>();
        foreach (var section in settings.Sections)
        {
            results.Add(Run(section, settings, report));
            var machine = MachineFacts
                .Read()
                .With(results.SelectMany(result => result.Contestants).SelectMany(c => c.Facts.Versions));
            yield return new(new(settings.Command, DateTimeOffset.Now, machine), [.. results]);
        }
    }

    private static SectionResult Run(TrainingSection section, TrainSettings settings, Action<string> report)
    {
        report($"{section.Name}: {section.Title}");
        using var run = new TrainingSectionRun(section, settings.Mnist, report);
        return run.Run(settings.Rounds);
    }
}
