namespace VaeMlNet.Benchmarks;

/// <summary>Measures how training time and memory grow with the number of rows.</summary>
internal static class GrowthTrainBenchmark
{
    public const string Name = "growth-train";

    /// <summary>The numbers of rows, and the number of epochs for each.</summary>
    private static readonly (long RowCount, int EpochCount)[] Sizes =
    [
        (10_000, 10),
        (100_000, 5),
        (1_000_000, 2),
        (10_000_000, 1),
    ];

    /// <summary>The largest number of rows of 784 values, 3.1 GB.</summary>
    private const long MostWideRows = 1_000_000;

    /// <summary>Measures every number of rows in a process of its own.</summary>
    /// <param name="mnist">The folder of MNIST's unpacked files.</param>
    /// <param name="mostRows">The largest number of rows; null for all sizes.</param>
    /// <param name="report">Receives progress reports.</param>
    public static GrowthReport Run(string mnist, long? mostRows, Action<string> report)
    {
        var points = new List<EpochPoint>();
        foreach (var source in Enum.GetValues<GrowthSource>())
        {
            foreach (
                var (rowCount, epochCount) in SizesOf(source)
                    .Where(size => size.RowCount <= (mostRows ?? long.MaxValue))
            )
            {
                report(FormattableString.Invariant($"{Name}: {source}, {rowCount:N0} rows, {epochCount} epochs"));
                var arguments = ChildCommand.ForGrowth(rowCount, source, epochCount, mnist);
                var output = FinishedProcess.Run(Name, ChildStart.Create(arguments));
                points.Add(new(source, rowCount, TurnLines.Read<GrowthFigures>(output.Trim())));
            }
        }

        IEnumerable<(long RowCount, int EpochCount)> SizesOf(GrowthSource source) =>
            Sizes.Where(size => source == GrowthSource.Narrow || size.RowCount <= MostWideRows);

        var rows = mostRows is { } most ? FormattableString.Invariant($" --rows={most}") : "";
        var command = $"dotnet cake --target=Benchmark --filter={Name}{rows}";
        return new(new(command, DateTimeOffset.Now, MachineFacts.Read().With(TorchFacts.Versions)), points);
    }
}
