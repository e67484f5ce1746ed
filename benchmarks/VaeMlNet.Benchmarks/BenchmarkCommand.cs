using VaeMlNet.Benchmarks.Measuring;
using VaeMlNet.Benchmarks.Reporting;

namespace VaeMlNet.Benchmarks;

/// <summary>Runs a benchmark, prints its tables, and writes them beside the JSON file.</summary>
internal static class BenchmarkCommand
{
    public static void Run(string name, ISpeedBenchmark benchmark, int rounds, string outputFolder)
    {
        Measurements measurements = InterleavedRun.Measure(benchmark.Contestants, rounds, Console.Error.WriteLine);
        Write(
            new BenchmarkReport
            {
                Benchmark = name,
                Subject = benchmark.Subject,
                Command = $"dotnet cake --target=Benchmark --filter={name} --rounds={rounds}",
                Date = DateTimeOffset.Now,
                Machine = MachineFacts.Read(),
                Measurements = measurements,
                Ratios = benchmark.Ratios,
            },
            outputFolder
        );
    }

    private static void Write(BenchmarkReport report, string folder)
    {
        Directory.CreateDirectory(folder);
        string tables = MarkdownTables.Write(report);
        File.WriteAllText(Path.Combine(folder, $"{report.Benchmark}.json"), report.ToJson() + "\n");
        File.WriteAllText(Path.Combine(folder, $"{report.Benchmark}.md"), tables);
        Console.WriteLine(tables);
    }
}
