namespace VaeMlNet.Benchmarks;

/// <summary>Compares training with TorchSharp alone, with the matrix products of a step alone, and with PyTorch.</summary>
internal static class TrainBenchmark
{
    public const string Name = "train";

    /// <summary>Gets the names of the sections, in order.</summary>
    public static IReadOnlyList<string> SectionNames { get; } =
    [.. TrainingSection.All.Select(section => section.Name)];

    /// <summary>Measures sections one after the other.</summary>
    /// <param name="settings">The sections and rounds to measure.</param>
    /// <param name="report">Receives progress reports.</param>
    /// <returns>A report of all sections measured so far, after each section.</returns>
    /// <exception cref="CommandException">A section needs MNIST, which is not there.</exception>
    public static IEnumerable<TrainReport> Run(TrainSettings settings, Action<string> report)
    {
        if (
            settings.Sections.Any(section => section.Network is NetworkKind.FullyConnected or NetworkKind.Convolutional)
        )
        {
            MnistImages.Find(settings.Mnist); // before the candidates start
        }

        var results = new List<SectionResult>();
        foreach (var section in settings.Sections)
        {
            results.Add(Run(section, settings, report));
            var machine = MachineFacts
                .Read()
                .With(results.SelectMany(result => result.Candidates).SelectMany(c => c.Facts.Versions));
            yield return new(new(settings.Command, DateTimeOffset.Now, machine), [.. results]);
        }
    }

    private static SectionResult Run(TrainingSection section, TrainSettings settings, Action<string> report)
    {
        report($"{section.Name}: {section.Title}");
        using var run = new TrainingSectionRun(
            section,
            new TrainingCandidates(section, settings.Mnist).OnCpu(settings.HasPyTorch),
            report
        );
        return run.Run(settings.Rounds);
    }
}
