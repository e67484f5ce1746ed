namespace VaeMlNet.Benchmarks;

/// <summary>Trains the models on MNIST and compares their figures with those of other implementations and papers.</summary>
internal static class ModelsBenchmark
{
    public const string Name = "models";

    private static readonly FiguresSection[] Sections =
    [
        new FullyConnectedSection(),
        new TwoLatentsSection(),
        new BetaSection(),
        new BinarizedSection(),
        new LongTrainingSection(),
        new PriorsSection(),
        new LatentCountSection(),
        new ChoicesSection(),
        new ConditionalSection(),
        new LikelihoodsSection(),
        new CategoriesSection(),
        new RepresentationSection(),
        new FewLabelsSection(),
        new ConvolutionalSection(),
        new GumbelSection(),
    ];

    /// <summary>Gets the names of the sections, in order.</summary>
    public static IReadOnlyList<string> SectionNames { get; } = [.. Sections.Select(section => section.Name)];

    /// <summary>Runs sections one after the other. Each one saves its figures when it is complete.</summary>
    public static void Run(ModelsSettings settings, Action<string> report)
    {
        using var digits = new DigitTensors(settings.Mnist, settings.RowCount);
        using var run = new SectionRun(settings, digits, report);
        var file = new FiguresFile(Path.Combine(settings.OutputFolder, $"{Name}.json"));
        foreach (var section in Sections)
        {
            if (settings.Only.Count > 0 && !settings.Only.Contains(section.Name))
            {
                continue;
            }

            report($"{section.Name}: {section.Title}");
            file.Put(
                section.Name,
                new SectionFigures
                {
                    Title = section.Title,
                    Command = settings.Command(section.Name),
                    Date = DateOnly.FromDateTime(DateTime.Now),
                    Machine = DescribeMachine(),
                    Tables = section.Run(run),
                    Pictures = section.Pictures,
                }
            );
            WritePages(file, settings);
        }

        Console.WriteLine(file.ToMarkdown(SectionNames, settings.PictureFolder));
    }

    private static void WritePages(FiguresFile file, ModelsSettings settings)
    {
        WritePage(file, settings, Path.Combine(settings.OutputFolder, $"{Name}.md"));
        if (settings.Page is { } other)
        {
            WritePage(file, settings, other);
        }
    }

    private static void WritePage(FiguresFile file, ModelsSettings settings, string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        File.WriteAllText(path, file.ToMarkdown(SectionNames, Path.GetRelativePath(folder, settings.PictureFolder)));
    }

    private static string DescribeMachine() => MachineFacts.Read().With(TorchFacts.Versions).Summary;
}
