using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Exporters.Json;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;

namespace VaeMlNet.Benchmarks;

/// <summary>Measures parts of a step with BenchmarkDotNet.</summary>
internal static class MicroBenchmark
{
    public const string Name = "micro";

    private const string TableSuffix = "-report-github.md";

    private static readonly Type[] Benchmarks = [typeof(StepProductsMicro), typeof(BatchRowsMicro)];

    /// <summary>Measures all parts, and writes <c>OUT/micro.md</c> and <c>OUT/micro/results/*.json</c>.</summary>
    public static void Run(string outputFolder)
    {
        var artifacts = Path.GetFullPath(Path.Combine(outputFolder, Name));
        // Run in this process, which finds its native libraries. A project that BenchmarkDotNet generates would need them again.
        IConfig config = ManualConfig
            .CreateEmpty()
            .AddJob(
                Job.ShortRun.WithIterationCount(InterleavedRun.FewestRounds)
                    .WithToolchain(InProcessNoEmitToolchain.Instance)
            )
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddColumn(StatisticColumn.Median)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddExporter(MarkdownExporter.GitHub, JsonExporter.Brief)
            .AddLogger(ConsoleLogger.Default)
            .WithArtifactsPath(artifacts);
        BenchmarkRunner.Run(Benchmarks, config);
        var tables = Directory
            .GetFiles(Path.Combine(artifacts, "results"), $"*{TableSuffix}")
            .Order()
            .Select(path => $"\n## {Path.GetFileName(path)[..^TableSuffix.Length]}\n{File.ReadAllText(path)}");
        File.WriteAllText(Path.Combine(outputFolder, $"{Name}.md"), $"# Benchmark `{Name}`\n{string.Concat(tables)}");
    }
}
