using VaeMlNet.Benchmarks.Encoding;
using VaeMlNet.Benchmarks.Measuring;
using VaeMlNet.Benchmarks.Reporting;

namespace VaeMlNet.Benchmarks;

/// <summary>Runs a benchmark, prints its tables, and writes them beside the JSON file.</summary>
internal static class BenchmarkCommand
{
    public static void Encode(string mnist, int rounds, string outputFolder)
    {
        using var benchmark = new EncodeBenchmark(MnistImages.Read(mnist));
        Measurements measurements = InterleavedRun.Measure(benchmark.Contestants, rounds, Console.Error.WriteLine);
        Write(
            new BenchmarkReport
            {
                Benchmark = EncodeBenchmark.Name,
                Subject = benchmark.Subject,
                Command = $"dotnet cake --target=Benchmark --filter={EncodeBenchmark.Name} --rounds={rounds}",
                Date = DateTimeOffset.Now,
                Machine = MachineFacts.Read(),
                Measurements = measurements,
                Ratios = EncodeBenchmark.Ratios,
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
