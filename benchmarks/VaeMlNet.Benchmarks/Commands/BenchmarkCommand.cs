using System.CommandLine;

namespace VaeMlNet.Benchmarks;

/// <summary>Runs a benchmark as a subcommand, prints its tables, and writes them next to the JSON file.</summary>
internal static class BenchmarkCommand
{
    /// <summary>
    /// Creates a subcommand. A <see cref="CommandException"/> becomes one line on the error stream and exit code 1, and a cancellation
    /// exit code 130.
    /// </summary>
    public static Command Create(string name, string description, Option[] options, Action<ParseResult> run)
    {
        Command command = new(name, description);
        foreach (var option in options)
        {
            command.Add(option);
        }

        command.SetAction(parse =>
        {
            try
            {
                run(parse);
                return ExitCode.Ok;
            }
            catch (CommandException e)
            {
                Console.Error.WriteLine(e.Message);
                return ExitCode.Error;
            }
            catch (OperationCanceledException)
            {
                Console.Error.WriteLine("Canceled. The next run into the same folder continues after the last result.");
                return ExitCode.Canceled;
            }
        });
        return command;
    }

    /// <summary>Measures the candidates of a benchmark and writes their ratios.</summary>
    /// <param name="name">The name of the benchmark.</param>
    /// <param name="benchmark">The benchmark.</param>
    /// <param name="settings">The names of the candidates, empty for all; the number of rounds; and the folder for the files.</param>
    /// <param name="options">More options of the command in the report, after a blank.</param>
    /// <exception cref="CommandException">The benchmark has no candidate of a name.</exception>
    public static Measurements Run(
        string name,
        ISpeedBenchmark benchmark,
        (string[] Only, int Rounds, string OutputFolder) settings,
        string options = ""
    )
    {
        var names = benchmark.Candidates.Select(candidate => candidate.Name);
        if (settings.Only.Except(names).FirstOrDefault() is { } unknown)
        {
            throw new CommandException($"--only names '{unknown}', expected {string.Join(" or ", names)}.");
        }

        bool IsMeasured(string candidate) => settings.Only.Length == 0 || settings.Only.Contains(candidate);
        Candidate[] candidates = [.. benchmark.Candidates.Where(candidate => IsMeasured(candidate.Name))];
        var measurements = InterleavedRun.Measure(candidates, settings.Rounds, Console.Error.WriteLine);
        var only = settings.Only.Length == 0 ? "" : $" --only={string.Join(',', settings.Only)}";
        Write(
            new BenchmarkReport
            {
                Benchmark = name,
                Subject = benchmark.Subject,
                Conditions = new(
                    $"dotnet cake --target=Benchmark --filter={name} --rounds={settings.Rounds}{only}{options}",
                    DateTimeOffset.Now,
                    MachineFacts.Read()
                ),
                Measurements = measurements,
                Ratios = [.. benchmark.Ratios.Where(r => IsMeasured(r.Candidate) && IsMeasured(r.Reference))],
            },
            settings.OutputFolder
        );
        return measurements;
    }

    public static void Train(TrainSettings settings, string outputFolder)
    {
        var tables = "";
        // Write after each section, so that the results are kept if a later section fails.
        foreach (var report in TrainBenchmark.Run(settings, Console.Error.WriteLine))
        {
            tables = TrainTables.Write(report);
            Save(TrainBenchmark.Name, report.ToJson(), tables, outputFolder);
        }

        Console.WriteLine(tables);
    }

    public static void Gpu(GpuSettings settings, string outputFolder)
    {
        var tables = "";
        // Write after each part, so that the results are kept if a later part fails.
        foreach (var report in GpuBenchmark.Run(settings, Console.Error.WriteLine))
        {
            tables = report.ToMarkdown();
            Save(GpuBenchmark.Name, report.ToJson(), tables, outputFolder);
        }

        Console.WriteLine(tables);
    }

    /// <summary>Measures the command line as separate processes.</summary>
    public static void Start(StartSettings settings)
    {
        using var benchmark = new StartBenchmark(settings);
        var measurements = InterleavedRun.Measure(benchmark.Candidates, settings.Rounds, Console.Error.WriteLine);
        var command = $"dotnet cake --target=Benchmark --filter={StartBenchmark.Name} --rounds={settings.Rounds}";
        var report = new StartReport(StartBenchmark.Name, command, measurements, benchmark.Ratios, benchmark.Watch());
        Write(StartBenchmark.Name, report.ToJson(), report.ToMarkdown(), settings.OutputFolder);
    }

    /// <summary>Measures the sample that is compiled ahead of time as separate processes.</summary>
    public static void Edge(int rounds, string outputFolder)
    {
        EdgeBenchmark benchmark = new();
        var measurements = InterleavedRun.Measure(benchmark.Candidates, rounds, Console.Error.WriteLine);
        var command = $"dotnet cake --target=Benchmark --filter={EdgeBenchmark.Name} --rounds={rounds}";
        StartReport report = new(EdgeBenchmark.Name, command, measurements, EdgeBenchmark.Ratios, benchmark.Watch());
        Write(EdgeBenchmark.Name, report.ToJson(), report.ToMarkdown(), outputFolder);
    }

    private static void Write(BenchmarkReport report, string folder) =>
        Write(report.Benchmark, report.ToJson(), MarkdownTables.Write(report), folder);

    /// <summary>Draws a plot into the folder for pictures, or into the output folder if there is none.</summary>
    public static void Draw(Plot plot, string name, string outputFolder, string? pictureFolder) =>
        PlotPicture.Write(
            plot,
            name,
            outputFolder,
            pictureFolder ?? Path.Combine(outputFolder, "pictures"),
            Console.Error.WriteLine
        );

    public static void Write(string name, string json, string tables, string folder)
    {
        Save(name, json, tables, folder);
        Console.WriteLine(tables);
    }

    private static void Save(string name, string json, string tables, string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, $"{name}.json"), json + "\n");
        File.WriteAllText(Path.Combine(folder, $"{name}.md"), tables);
    }
}
