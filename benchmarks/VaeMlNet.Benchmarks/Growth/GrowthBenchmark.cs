namespace VaeMlNet.Benchmarks;

/// <summary>Measures how scoring grows with the batch size, the number of threads, the widths and the rows.</summary>
internal static class GrowthBenchmark
{
    public const string Name = "growth";

    /// <summary>The default of the largest number of rows in one process.</summary>
    public const int LargestRowCount = 10_000_000;

    private const int MnistRows = 16_384;

    /// <summary>Measures all curves.</summary>
    public static ScoringGrowthReport Run(GrowthSettings settings, Action<string> report) =>
        new()
        {
            Conditions = new(
                $"dotnet cake --target=Benchmark --filter={Name} --rounds={settings.Rounds}",
                DateTimeOffset.Now,
                MachineFacts.Read()
            ),
            Curves = Curves(settings, report),
            Rows = RowsGrowth.Measure(settings.Mnist, settings.ModelFolder, settings.LargestRowCount, report),
        };

    private static GrowthCurves[] Curves(GrowthSettings settings, Action<string> report)
    {
        Directory.CreateDirectory(settings.WorkFolder);
        using var sections = new GrowthSections(
            MnistImages.Read(settings.Mnist, MnistRows),
            settings.ModelFolder,
            settings.WorkFolder
        );
        GrowthCurves[] curves = [.. sections.All().Select(section => section.Measure(settings.Rounds, report))];
        Directory.Delete(settings.WorkFolder, recursive: true);
        return curves;
    }
}
