namespace VaeMlNet.Benchmarks;

/// <summary>
/// Compares imputation and synthesis of tables with baselines: every method learns from 70 % of the rows, fills hidden cells of the
/// others, and makes as many rows as it learned from.
/// </summary>
/// <param name="settings">The tables, the methods and the output.</param>
/// <param name="report">Receives a line of progress for each table, seed and method.</param>
internal sealed class TablesProtocolRun(TablesProtocolSettings settings, Action<string> report)
{
    /// <summary>The name of the subcommand.</summary>
    public const string Name = "tables-protocol";

    /// <summary>Gets the names of all methods.</summary>
    public static string[] MethodNames => [.. Methods([]).Select(method => method.Name)];

    /// <summary>
    /// Measures what no earlier run into the same folder has measured, and writes tables.json and tables.md after each method.
    /// </summary>
    /// <returns>The page; its last line sums up the tool.</returns>
    /// <exception cref="CommandException">A file is missing or damaged, or a method fails.</exception>
    public string Run()
    {
        var reference = settings.ReferencePath is { } path ? TextTable.Read(path) : null;
        var tables = ProtocolTable.Find(settings.Folder, settings.Tables);
        ITableMethod[] methods =
        [
            .. Methods(settings.ExportArguments)
                .Where(method => settings.Methods.Length == 0 || settings.Methods.Contains(method.Name)),
        ];
        List<ProtocolResult> results = [];
        foreach (var seed in settings.Seeds)
        {
            foreach (var table in tables)
            {
                foreach (var method in methods)
                {
                    results.Add(Measure(table, seed, method));
                    Write(results, reference);
                }
            }
        }

        return Write(results, reference);
    }

    private static ITableMethod[] Methods(string[] exportArguments) =>
        [
            new VaemlnetMethod(exportArguments),
            new DetectorCellsMethod(),
            .. ImputationBaseline.All.Select(baseline => new ImputationMethod(baseline)),
            .. SynthesisBaseline.All.Select(baseline => new SynthesisMethod(baseline)),
        ];

    private ProtocolResult Measure(ProtocolTable table, int seed, ITableMethod method)
    {
        var path = ProtocolResult.PathOf(settings.OutputFolder, table.Name, seed, method.Name);
        if (ProtocolResult.Read(path) is { } earlier)
        {
            return earlier;
        }

        var split = ProtocolSplit.Open(settings.Folder, table, seed, settings.OutputFolder);
        var folder = Path.Combine(settings.OutputFolder, "files", method.Name, table.Name, $"s{seed}");
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        ProtocolResult result = new(table.Name, seed, method.Name, method.Measure(split, folder));
        result.Write(path);
        report($"{table.Name}, seed {seed}, {method.Name}: {ProtocolReport.Line(result.Metrics)}");
        return result;
    }

    private string Write(List<ProtocolResult> results, TextTable? reference)
    {
        ProtocolReport written = new(results, reference);
        Directory.CreateDirectory(settings.OutputFolder);
        File.WriteAllText(Path.Combine(settings.OutputFolder, "tables.json"), written.ToJson() + "\n");
        var page = written.ToMarkdown();
        File.WriteAllText(Path.Combine(settings.OutputFolder, "tables.md"), page);
        return page;
    }
}
