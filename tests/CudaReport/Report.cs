using System.Globalization;
using System.Text;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;
using VaeMlNet.Benchmarks;

namespace VaeMlNet.CudaReports;

/// <summary>The report on a machine: its GPU and versions, the tests and the benchmarks.</summary>
/// <param name="Tests">The results of the tests; empty if they did not run.</param>
/// <param name="BenchmarkRun">The process of the benchmarks; null if they did not run.</param>
/// <param name="Tables">The tables of the benchmarks, as far as they came; null for none.</param>
internal sealed record Report(IReadOnlyList<TestOutcome> Tests, OwnProgram? BenchmarkRun, string? Tables)
{
    // run.sh sets it.
    private const string MissingLibrariesVariable = "VAEMLNET_MISSING_LIBRARIES";

    public bool Failed => Tests.Any(test => test.Failed.Count > 0) || BenchmarkRun is { ExitCode: not 0 };

    /// <summary>Gets the last line of the output.</summary>
    public string Summary =>
        Invariant(
            $"{Tests.Sum(test => test.PassedCount)} passed, {Tests.Sum(test => test.Failed.Count)} failed, {Tests.Sum(test => test.Skipped.Count)} skipped; benchmarks: {Benchmarks}"
        );

    private string Benchmarks =>
        BenchmarkRun switch
        {
            null => "not run",
            { ExitCode: 0 } => "complete",
            var run => Invariant($"failed with exit code {run.ExitCode}"),
        };

    public string ToMarkdown()
    {
        var text = new StringBuilder("# CUDA report\n\n");
        AppendMachine(text);
        if (Tests.Count > 0)
        {
            AppendTests(text);
        }

        text.Append(Invariant($"\n## Benchmarks: {Benchmarks}\n\n"));
        if (BenchmarkRun is { ExitCode: not 0 } failed)
        {
            text.Append(Invariant($"```text\n{failed.LastErrors}\n```\n\n"));
        }

        text.Append(Tables?.Replace("\n#", "\n##").Insert(0, "##"));
        return text.ToString();
    }

    private static void AppendMachine(StringBuilder text)
    {
        var machine = MachineFacts.Read().With(TorchFacts.Versions);
        text.Append(Invariant($"- Date: {DateTimeOffset.Now:yyyy-MM-dd HH:mm zzz}.\n"));
        text.Append(
            Invariant($"- Machine: {machine.Processor}, {machine.ProcessorCount} cores, {machine.OperatingSystem}.\n")
        );
        text.Append(Invariant($"- GPU: {GpuFacts.Read()}\n"));
        text.Append(
            Invariant(
                $"- Versions: {string.Join(", ", machine.Versions.Select(version => $"{version.Key} {version.Value}"))}"
            )
        );
        text.Append(".\n");
        text.Append(Invariant($"- libtorch finds {torch.cuda.device_count()} CUDA devices.\n"));
        text.Append(
            Invariant($"- ONNX Runtime's providers: {string.Join(", ", OrtEnv.Instance().GetAvailableProviders())}.\n")
        );
        if (Environment.GetEnvironmentVariable(MissingLibrariesVariable)?.Trim() is { Length: > 0 } missing)
        {
            text.Append(
                Invariant($"- Libraries that ONNX Runtime's CUDA provider needs and that are missing: {missing}.\n")
            );
        }
    }

    private void AppendTests(StringBuilder text)
    {
        text.Append("\n## Tests of the category CUDA\n\n| assembly | passed | failed | skipped |\n|---|--:|--:|--:|\n");
        foreach (var test in Tests)
        {
            text.Append(
                Invariant($"| {test.Assembly} | {test.PassedCount} | {test.Failed.Count} | {test.Skipped.Count} |\n")
            );
        }

        foreach (var (name, message) in Tests.SelectMany(test => test.Failed))
        {
            text.Append(Invariant($"\n**Failed: {name}**\n```text\n{message}\n```\n"));
        }

        // Tests are mostly skipped for the same reason.
        foreach (var reason in Tests.SelectMany(test => test.Skipped).GroupBy(test => test.Message))
        {
            text.Append(Invariant($"\nSkipped, {reason.Key}:\n"));
            foreach (var (name, _) in reason)
            {
                text.Append(Invariant($"- {name}\n"));
            }
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
