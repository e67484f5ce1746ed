using System.Diagnostics;

namespace VaeMlNet.Benchmarks;

/// <summary>The tool at its defaults: <c>vaemlnet export</c>, <c>impute</c> and <c>synthesize</c>, run in this process.</summary>
/// <param name="exportArguments">More arguments of <c>export</c>; empty for the defaults.</param>
internal sealed class VaemlnetMethod(string[] exportArguments) : ITableMethod
{
    /// <summary>The name of the method.</summary>
    public const string MethodName = "vaemlnet";

    /// <inheritdoc />
    public string Name => MethodName;

    /// <inheritdoc />
    public SortedDictionary<string, double> Measure(ProtocolSplit split, string folder)
    {
        SortedDictionary<string, double> metrics = [];
        var model = Path.Combine(folder, "model");
        string[] ignored = split.Table.Ignored.Length > 0 ? [$"--ignore={string.Join(',', split.Table.Ignored)}"] : [];
        metrics["export_seconds"] = Run([
            "export",
            $"--data={split.TrainingPath}",
            $"--seed={split.Seed}",
            $"--out={model}",
            .. ignored,
            .. exportArguments,
        ]);
        TableCoder coder = new(split.Table, split.Training);
        foreach (var rate in ProtocolSplit.Rates)
        {
            var filled = Path.Combine(folder, $"imputed_{rate}.csv");
            metrics[$"impute_seconds_{rate}"] = Run([
                "impute",
                model,
                $"--data={split.DamagedPath(rate)}",
                $"--out={filled}",
            ]);
            var imputed = coder.Code(coder.Snap(TextTable.Read(filled)));
            ImputationMetrics.Add(metrics, split, coder, rate, imputed);
        }

        AddDraws(metrics, split, coder, folder, model);
        var synthetic = Path.Combine(folder, "synthetic.csv");
        metrics["synthesize_seconds"] = Run([
            "synthesize",
            model,
            $"--rows={split.Training.RowCount}",
            $"--seed={split.Seed}",
            $"--out={synthetic}",
        ]);
        SynthesisMetrics.Add(metrics, split, TextTable.Read(synthetic), folder);
        return metrics;
    }

    /// <summary>Draws the cells that are hidden at the smallest rate.</summary>
    private static void AddDraws(
        SortedDictionary<string, double> metrics,
        ProtocolSplit split,
        TableCoder coder,
        string folder,
        string model
    )
    {
        var rate = ProtocolSplit.Rates[0];
        var first = Path.Combine(folder, "first.csv");
        var damaged = TextTable.Read(split.DamagedPath(rate));
        damaged.Rows([.. Enumerable.Range(0, Math.Min(damaged.RowCount, DrawMetrics.MostRows))]).Write(first);
        var drawn = Path.Combine(folder, "drawn.csv");
        metrics["draw_seconds"] = Run([
            "impute",
            model,
            $"--data={first}",
            $"--draws={DrawMetrics.DrawCount}",
            $"--seed={split.Seed}",
            $"--out={drawn}",
        ]);
        DrawMetrics.Add(metrics, split, coder, rate, coder.Snap(TextTable.Read(drawn)));
    }

    /// <summary>Runs a verb, and returns its wall-clock seconds.</summary>
    /// <exception cref="CommandException">The verb fails.</exception>
    public static double Run(string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        CommandTerminal terminal = new(output, error, isInteractive: false);
        var clock = Stopwatch.StartNew();
        var exitCode = VaemlnetTool.Run(arguments, terminal, CancellationToken.None);
        return exitCode == 0
            ? clock.Elapsed.TotalSeconds
            : throw new CommandException(
                $"'vaemlnet {string.Join(' ', arguments)}' ended with exit code {exitCode}: {error.ToString().Trim()}"
            );
    }
}
