using System.CommandLine;
using VaeMlNet.Benchmarks;

namespace VaeMlNet.CudaReports;

/// <summary>The command line of this program.</summary>
internal static class ReportCommand
{
    private static readonly string[] TestAssemblies =
    [
        "VaeMlNet.OnnxExport.Tests",
        "VaeMlNet.Tests",
        "VaeMlNet.Training.Tests",
    ];

    /// <summary>Creates the command. Its exit code is 0 if all tests and benchmarks ran without a failure.</summary>
    public static RootCommand Create()
    {
        Option<bool> testsOnly = new("--tests-only") { Description = "Runs only the tests." };
        Option<bool> benchmarksOnly = new("--benchmarks-only") { Description = "Runs only the benchmarks." };
        Option<string> device = new("--device")
        {
            Description =
                "The device of the benchmarks: cpu, or cuda: with the number of a GPU. Tests use CUDA where it is there.",
            DefaultValueFactory = _ => "cuda:0",
        };
        Option<string?> mnist = new("--mnist") { Description = "The folder with MNIST's unpacked files." };
        Option<string?> only = new("--only") { Description = "The parts of the benchmark, separated by commas." };
        Option<string?> rows = new("--rows") { Description = "The largest number of rows of an epoch or a pass." };
        Option<string?> rounds = new("--rounds") { Description = "The number of measured rounds." };
        Option<string> output = new("--out")
        {
            Description = "The folder for report.md and all other files.",
            DefaultValueFactory = _ => "report",
        };
        RootCommand root = new("Runs the tests and benchmarks that need CUDA, and writes one report.")
        {
            testsOnly,
            benchmarksOnly,
            device,
            mnist,
            only,
            rows,
            rounds,
            output,
        };
        root.SetAction(parse =>
        {
            var folder = Path.GetFullPath(parse.GetValue(output)!);
            Directory.CreateDirectory(folder);
            IReadOnlyList<TestOutcome> tests = parse.GetValue(benchmarksOnly)
                ? []
                : [.. TestAssemblies.Select(assembly => TestRun.RunInProcessOfItsOwn(assembly, folder))];
            string[] benchmark =
            [
                GpuBenchmark.Name,
                $"--out={folder}",
                .. new Option[] { device, mnist, only, rows, rounds }
                    .Select(option => (option.Name, Value: parse.GetValue<string?>(option.Name)))
                    .Where(option => option.Value is not null)
                    .Select(option => $"{option.Name}={option.Value}"),
            ];
            var tableFile = Path.Combine(folder, $"{GpuBenchmark.Name}.md");
            File.Delete(tableFile);
            var run = parse.GetValue(testsOnly) ? null : OwnProgram.Run(benchmark);
            var tables = File.Exists(tableFile) ? File.ReadAllText(tableFile) : null;
            var report = new Report(tests, run, tables);
            var path = Path.Combine(folder, "report.md");
            File.WriteAllText(path, report.ToMarkdown());
            Console.WriteLine(report.ToMarkdown());
            Console.WriteLine($"report: {path}");
            Console.WriteLine(report.Summary);
            return report.Failed ? 1 : 0;
        });
        return root;
    }
}
