using System.Globalization;

namespace VaeMlNet.Benchmarks;

/// <summary>
/// Measures <c>vaemlnet score</c> on CSV files as a whole process, compared with a Python script and with a copy of the file, and the parts
/// of its work.
/// </summary>
internal sealed class CsvBenchmark : ISpeedBenchmark
{
    public const string Name = "csv";
    public const int DefaultRowCount = 1_000_000;

    private const string Parts = "parts";
    private const string Formats = "formats";
    private const string Copy = "cp";

    private static readonly int[] Processors = [2, 4];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("vae-csv-");
    private readonly OwnedResources owned = new();
    private readonly List<Candidate> candidates = [];
    private readonly List<SpeedRatio> ratios = [];
    private readonly int rowCount;

    /// <param name="tool">The folder of vaemlnet.</param>
    /// <param name="rowCount">The number of rows of a file.</param>
    /// <param name="only">Some of <see cref="Sections"/>; empty for all.</param>
    public CsvBenchmark(string tool, int rowCount, IReadOnlyCollection<string> only)
    {
        this.rowCount = rowCount;
        Check(tool);
        foreach (var name in CsvProblem.Names)
        {
            string[] sections = [.. SectionsOf(name).Where(section => only.Count == 0 || only.Contains(section))];
            if (sections.Length == 0)
            {
                continue;
            }

            CsvProblem problem = new(name, rowCount, folder.FullName, tool);
            foreach (var processors in Processors.Where(count => sections.Contains(Section(name, count))))
            {
                AddProcesses(problem, tool, processors);
            }

            if (sections.Contains($"{name}-{Formats}"))
            {
                AddFormats(problem, tool);
            }

            if (sections.Contains($"{name}-{Parts}"))
            {
                candidates.AddRange(owned.Add(new CsvParts(problem)).Candidates);
            }
        }
    }

    /// <summary>Gets the names of the parts of the benchmark that this machine can run.</summary>
    public static IReadOnlyList<string> Sections => [.. CsvProblem.Names.SelectMany(SectionsOf)];

    public string Subject =>
        $"Scoring CSV files of {rowCount:N0} rows and 20 columns, which the system has in memory: plain has numbers only; mixed has 14 numbers, categories, Booleans, a date and missing cells. A process is measured from its start to its end.";

    public IReadOnlyList<Candidate> Candidates => candidates;

    public IReadOnlyList<SpeedRatio> Ratios => ratios;

    /// <summary>Returns a plot of the processes: rows per second by processors, without copies.</summary>
    public static Plot Plot(Measurements measurements) =>
        new(
            "Scoring a CSV file, from the start of the process to its end",
            [
                .. CsvProblem
                    .Names.Select(name => new PlotPanel(
                        name,
                        new PlotAxis("processors"),
                        new PlotAxis("million rows per second"),
                        [
                            .. measurements
                                .Candidates.Where(candidate =>
                                    candidate.Name.StartsWith($"{name}-", StringComparison.Ordinal)
                                )
                                .Where(candidate => char.IsAsciiDigit(candidate.Name[name.Length + 1]))
                                .Where(candidate => candidate.Work != Copy)
                                .GroupBy(candidate => Program(candidate.Name))
                                .Select(group => Series(group.Key, [.. group], measurements)),
                        ]
                    ))
                    .Where(panel => panel.Series.Count > 0),
            ]
        );

    public void Dispose()
    {
        owned.Dispose();
        folder.Delete(recursive: true);
    }

    // Making the files takes a minute. What is missing is said before it begins.
    private static void Check(string tool)
    {
        ToolProcess.Require(tool);
        if (!OperatingSystem.IsLinux())
        {
            throw new CommandException("This benchmark chooses processors with taskset, which only Linux has.");
        }
    }

    private static IEnumerable<string> SectionsOf(string problem) =>
        Processors
            .Where(count => count <= Environment.ProcessorCount)
            .Select(count => Section(problem, count))
            .Append($"{problem}-{Formats}")
            .Append($"{problem}-{Parts}");

    private static string Section(string problem, int processors) =>
        string.Create(CultureInfo.InvariantCulture, $"{problem}-{processors}");

    // The same rows as CSV and as Parquet, with the same scores.
    private void AddFormats(CsvProblem problem, string tool)
    {
        var processors = Math.Min(Processors[0], Environment.ProcessorCount);
        var (csv, parquet) = ($"{problem.Name}-{Formats}-csv", $"{problem.Name}-{Formats}-parquet");
        foreach (var (name, data) in new[] { (csv, problem.Data), (parquet, problem.WriteParquet(tool)) })
        {
            var output = Path.Combine(folder.FullName, "scores.csv");
            string[] command =
            [
                .. ToolProcess.Command(tool),
                "score",
                problem.Model,
                $"--data={data}",
                $"--out={output}",
            ];
            Add(name, problem, processors, command, output, $"vaemlnet score, {Path.GetExtension(data)}");
        }

        ratios.Add(new(csv, parquet));
    }

    private void AddProcesses(CsvProblem problem, string tool, int processors)
    {
        var section = Section(problem.Name, processors);
        var output = Path.Combine(folder.FullName, "scores.csv");
        Add(
            section,
            problem,
            processors,
            [.. ToolProcess.Command(tool), "score", problem.Model, $"--data={problem.Data}", $"--out={output}"],
            output,
            "vaemlnet score"
        );
        Add($"{section}-cp", problem, processors, [Copy, problem.Data, output], output, "cp: a copy of the file");
        ratios.Add(new(section, $"{section}-cp"));
        foreach (var threads in new[] { 1, processors })
        {
            var name = $"{section}-python-{threads}";
            Add(
                name,
                problem,
                processors,
                [
                    DebianPython.Interpreter,
                    DebianPython.PathOf("Csv/score_csv.py"),
                    problem.Model,
                    problem.Data,
                    output,
                    $"{threads}",
                ],
                output,
                $"pandas reads, PyTorch computes with {threads} threads, pandas writes"
            );
            ratios.Add(new(section, name));
        }
    }

    private void Add(
        string name,
        CsvProblem problem,
        int processors,
        string[] command,
        string output,
        string description
    )
    {
        CsvProcess process = new(name, processors, command, output);
        candidates.Add(
            new(name, processors, description, problem.RowCount, process.Measure)
            {
                Work = command[0] == Copy ? Copy : problem.Name,
            }
        );
    }

    // plain-2-python-1 is python-1, and plain-2 is vaemlnet.
    private static string Program(string candidate) =>
        candidate.Split('-', 3) is [_, _, var program] ? program : "vaemlnet";

    private static PlotSeries Series(string name, Candidate[] points, Measurements measurements)
    {
        double[] Speeds(Func<Quartiles, double> choose) =>
            [.. points.Select(point => choose(measurements.RowsPerSecond(point)) / 1e6)];
        return new(name, [.. points.Select(point => (double)point.Threads)], Speeds(speed => speed.Median))
        {
            Lower = Speeds(speed => speed.Lower),
            Upper = Speeds(speed => speed.Upper),
        };
    }
}
