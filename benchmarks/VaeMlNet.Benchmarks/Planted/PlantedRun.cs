using System.Globalization;
using System.Text;

namespace VaeMlNet.Benchmarks;

/// <summary>
/// A newcomer's first check on a folder of tables: how high the detector of the tool, at its defaults, ranks planted cells in rows that it has
/// not seen, beside the baselines of <c>vaemlnet compare</c>.
/// </summary>
/// <remarks>
/// "Gross" are numbers far outside their column's range, in 2 % of the rows of both parts (<see cref="GrossCells"/>). "Swapped" are the planted
/// rows of <c>compare</c>: a third of the cells of every tenth test row come from other rows.
/// </remarks>
/// <param name="settings">The tables and the output.</param>
/// <param name="report">Receives a line for each table and seed.</param>
internal sealed class PlantedRun(PlantedSettings settings, Action<string> report)
{
    /// <summary>The name of the subcommand.</summary>
    public const string Name = "planted";

    private const double TrainingShare = 0.7;
    private const string Model = "detector";
    private const string Gross = "gross";
    private const string Swapped = "swapped";

    /// <summary>Measures all tables, and writes planted.md and planted.csv. Tables for which a verb fails are left out, and named.</summary>
    /// <returns>The page; its last line has the means over the tables.</returns>
    /// <exception cref="CommandException">A folder or file is missing, or a verb fails for all tables.</exception>
    public string Run()
    {
        List<PlantedFigure> figures = [];
        List<string> leftOut = [];
        foreach (var path in Paths())
        {
            foreach (var seed in settings.Seeds)
            {
                List<PlantedFigure> measured = [];
                var table = $"{Path.GetFileNameWithoutExtension(path)}, seed {seed}: ";
                try
                {
                    Measure(path, seed, measured);
                }
                catch (CommandException e)
                {
                    leftOut.Add($"{table}{e.Message}");
                    report($"{table}left out: {e.Message}");
                    continue;
                }

                figures.AddRange(measured);
                report(
                    table
                        + string.Join(
                            ", ",
                            measured.Where(f => f.Method == Model).Select(f => $"{f.Kind} {Cell(f.Auroc, f.Aupr)}")
                        )
                );
            }
        }

        if (figures.Count == 0)
        {
            throw new CommandException(
                $"Nothing was measured in '{settings.Folder}'. Name a folder with tables as CSV files. {string.Join("; ", leftOut)}".TrimEnd()
            );
        }

        Directory.CreateDirectory(settings.OutputFolder);
        File.WriteAllLines(
            Path.Combine(settings.OutputFolder, "planted.csv"),
            [
                "table,seed,kind,method,auroc,aupr",
                .. figures.Select(f => Invariant($"{f.Table},{f.Seed},{f.Kind},{f.Method},{f.Auroc},{f.Aupr}")),
            ]
        );
        var page = Page(figures, leftOut);
        File.WriteAllText(Path.Combine(settings.OutputFolder, "planted.md"), page);
        return page;
    }

    private string[] Paths()
    {
        if (!Directory.Exists(settings.Folder))
        {
            throw new CommandException($"There is no folder '{settings.Folder}'.");
        }

        string[] all =
        [
            .. Directory
                .GetFiles(settings.Folder, "*.csv")
                .Where(path => Path.GetFileName(path) != ProtocolTable.ManifestName)
                .Order(StringComparer.Ordinal),
        ];
        return settings.Only.Length == 0
            ? all
            : Array.FindAll(all, path => settings.Only.Contains(Path.GetFileNameWithoutExtension(path)));
    }

    private void Measure(string path, int seed, List<PlantedFigure> figures)
    {
        var rows = TextTable.Read(path);
        Random random = new(seed);
        int[] order = [.. Enumerable.Range(0, rows.RowCount)];
        random.Shuffle(order);
        var table = Path.GetFileNameWithoutExtension(path);
        if (
            GrossCells.Plant(rows, random) is { } planted
            && order[TrainingCount(rows)..].Any(row => planted[GrossCells.LabelColumn][row] == "1")
        )
        {
            Compare(planted, order, table, seed, Gross, [$"--label-column={GrossCells.LabelColumn}"], figures);
        }

        Compare(rows, order, table, seed, Swapped, [], figures);
    }

    private void Compare(
        TextTable rows,
        int[] order,
        string table,
        int seed,
        string kind,
        string[] label,
        List<PlantedFigure> figures
    )
    {
        var folder = Path.Combine(settings.OutputFolder, "files", kind, table, $"s{seed}");
        Directory.CreateDirectory(folder);
        var count = TrainingCount(rows);
        var (training, test) = (Path.Combine(folder, "train.csv"), Path.Combine(folder, "test.csv"));
        rows.Rows(order[..count]).Write(training);
        rows.Rows(order[count..]).Write(test);
        var model = Path.Combine(folder, Model);
        VaemlnetMethod.Run([
            "export",
            "--model=detector",
            $"--data={training}",
            $"--seed={seed}",
            $"--out={model}",
            .. label,
            .. settings.ExportArguments,
        ]);
        var path = Path.Combine(folder, "compare.csv");
        VaemlnetMethod.Run([
            "compare",
            model,
            $"--train={training}",
            $"--data={test}",
            "--tasks=scores",
            $"--seed={seed}",
            $"--out={path}",
            .. label,
        ]);
        var compared = TextTable.Read(path);
        var values = Enumerable
            .Range(0, compared.RowCount)
            .ToLookup(
                row => compared["method"][row],
                row => (Metric: compared["metric"][row], Value: TableCoder.Number(compared["value"][row]))
            );
        figures.AddRange(
            values.Select(method =>
            {
                var of = method.ToDictionary(pair => pair.Metric, pair => pair.Value);
                return new PlantedFigure(table, seed, kind, method.Key, of["auroc"], of["aupr"]);
            })
        );
    }

    private static int TrainingCount(TextTable rows) => (int)(TrainingShare * rows.RowCount);

    private static string Page(List<PlantedFigure> figures, List<string> leftOut)
    {
        string[] methods = [.. figures.Select(f => f.Method).Distinct().OrderBy(method => method != Model)];
        StringBuilder page = new("# Planted cells: AUROC / AUPR\n\n");
        foreach (var kind in (string[])[Gross, Swapped])
        {
            var ofKind = figures.Where(f => f.Kind == kind).ToArray();
            page.Append(
                Invariant(
                    $"| {kind} | {string.Join(" | ", methods)} |\n|---|{string.Concat(methods.Select(_ => "--:|"))}\n"
                )
            );
            foreach (var table in ofKind.GroupBy(f => f.Table))
            {
                page.Append(
                    Invariant($"| {table.Key} | {string.Join(" | ", methods.Select(m => Cell(table, m)))} |\n")
                );
            }

            page.Append(
                Invariant($"| **mean over tables** | {string.Join(" | ", methods.Select(m => Cell(ofKind, m)))} |\n\n")
            );
        }

        leftOut.ForEach(table => page.Append(Invariant($"Left out: {table}\n\n")));
        var (gross, swapped) = (Mean(Of(figures, Gross)), Mean(Of(figures, Swapped)));
        page.Append(
            Invariant(
                $"MEAN gross_aupr={gross.Aupr:F4} swapped_auroc={swapped.Auroc:F4} swapped_aupr={swapped.Aupr:F4}\n"
            )
        );
        return page.ToString();
    }

    private static IEnumerable<PlantedFigure> Of(IEnumerable<PlantedFigure> figures, string kind) =>
        figures.Where(f => f.Kind == kind && f.Method == Model);

    private static string Cell(IEnumerable<PlantedFigure> figures, string method)
    {
        var (auroc, aupr) = Mean(figures.Where(f => f.Method == method));
        return Cell(auroc, aupr);
    }

    private static string Cell(double auroc, double aupr) => Invariant($"{auroc:F3} / {aupr:F3}");

    /// <summary>Returns the means over tables of the means over seeds.</summary>
    private static (double Auroc, double Aupr) Mean(IEnumerable<PlantedFigure> figures)
    {
        (double Auroc, double Aupr)[] ofTables =
        [
            .. figures.GroupBy(f => f.Table).Select(table => (table.Average(f => f.Auroc), table.Average(f => f.Aupr))),
        ];
        return ofTables.Length == 0
            ? (double.NaN, double.NaN)
            : (ofTables.Average(t => t.Auroc), ofTables.Average(t => t.Aupr));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The ranking of the planted rows of a table's test part by a method.</summary>
internal sealed record PlantedFigure(string Table, int Seed, string Kind, string Method, double Auroc, double Aupr);
