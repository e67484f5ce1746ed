namespace VaeMlNet.Benchmarks;

/// <summary>What training costs as its rows grow.</summary>
internal static class GrowthTrainBenchmark
{
    public const string Name = "growth-train";

    /// <summary>Rows, and the epochs that are timed.</summary>
    private static readonly (long RowCount, int EpochCount)[] Sizes = [(10_000, 10), (100_000, 5), (1_000_000, 2)];

    /// <summary>Measures every number of rows in a process of its own.</summary>
    /// <param name="mnist">Folder with MNIST's unpacked files.</param>
    /// <param name="mostRows">Larger numbers of rows are left out; null for none.</param>
    /// <param name="report">Told how far it is.</param>
    public static GrowthReport Run(string mnist, long? mostRows, Action<string> report)
    {
        var points = new List<EpochPoint>();
        foreach (var source in Enum.GetValues<GrowthSource>())
        {
            foreach (var (rowCount, epochCount) in Sizes.Where(size => size.RowCount <= (mostRows ?? long.MaxValue)))
            {
                report(FormattableString.Invariant($"{Name}: {source}, {rowCount:N0} rows, {epochCount} epochs"));
                var arguments = WorkerCommand.ForGrowth(rowCount, source, epochCount, mnist);
                var output = FinishedProcess.Run(Name, WorkerStart.Create(arguments));
                points.Add(new(source, rowCount, TurnLines.Read<GrowthFigures>(output.Trim())));
            }
        }

        var rows = mostRows is { } most ? FormattableString.Invariant($" --rows={most}") : "";
        var command = $"dotnet cake --target=Benchmark --filter={Name}{rows}";
        return new(new(command, DateTimeOffset.Now, MachineFacts.Read().With(TorchFacts.Versions)), points);
    }
}
