using System.CommandLine;

namespace VaeMlNet.Benchmarks;

/// <summary>The subcommands that measure the speed of encoding, scoring, reading and starting.</summary>
internal static class SpeedCommands
{
    public static Command Encode()
    {
        var mnist = BenchmarkOptions.Mnist();
        return Interleaved(
            EncodeBenchmark.Name,
            "Compares encoding with ONNX Runtime alone and with ApplyOnnxModel.",
            [mnist],
            parse => new EncodeBenchmark(MnistImages.Read(parse.GetValue(mnist)!))
        );
    }

    public static Command Score()
    {
        var mnist = BenchmarkOptions.Mnist();
        var model = BenchmarkOptions.Model();
        return Interleaved(
            ScoreBenchmark.Name,
            "Compares scoring with ONNX Runtime alone and with ApplyOnnxModel.",
            [mnist, model],
            parse => new ScoreBenchmark(
                parse.GetValue(model)!,
                MnistImages.Read(parse.GetValue(mnist)!, ScoreBenchmark.RowCount)
            )
        );
    }

    public static Command Hosting() =>
        Interleaved(
            HostingBenchmark.Name,
            "Compares the scorer of a host with VaeScorer alone.",
            [],
            _ => new HostingBenchmark()
        );

    public static Command Read()
    {
        var mnist = BenchmarkOptions.Mnist();
        return Interleaved(
            ReadBenchmark.Name,
            "Compares reading IDX files, CSV files and views with copying the same bytes.",
            [mnist],
            parse => new ReadBenchmark(parse.GetValue(mnist)!)
        );
    }

    public static Command Stream() =>
        Interleaved(
            StreamBenchmark.Name,
            "Compares training on rows that are read again in each epoch with training in memory.",
            [],
            _ => new StreamBenchmark()
        );

    public static Command Growth()
    {
        var mnist = BenchmarkOptions.Mnist();
        var model = BenchmarkOptions.Model();
        var rounds = BenchmarkOptions.Rounds();
        var rows = BenchmarkOptions.Rows($"The largest number of rows [default: {GrowthBenchmark.LargestRowCount}].");
        var output = BenchmarkOptions.Output();
        var pictures = BenchmarkOptions.Pictures();
        return BenchmarkCommand.Create(
            GrowthBenchmark.Name,
            "Measures how scoring grows with batch size, threads, widths and rows.",
            [mnist, model, rounds, rows, output, pictures],
            parse =>
            {
                var folder = parse.GetValue(output)!;
                GrowthSettings settings = new()
                {
                    Mnist = parse.GetValue(mnist)!,
                    ModelFolder = parse.GetValue(model)!,
                    Rounds = parse.GetValue(rounds),
                    LargestRowCount = parse.GetValue(rows) ?? GrowthBenchmark.LargestRowCount,
                    WorkFolder = Path.Combine(folder, "fresh-models"),
                };
                var report = GrowthBenchmark.Run(settings, Console.Error.WriteLine);
                var chosen = parse.GetValue(pictures);
                BenchmarkCommand.Write(GrowthBenchmark.Name, report.ToJson(), report.ToMarkdown(), folder);
                BenchmarkCommand.Draw(GrowthPlots.Throughput(report.Curves), "growth-throughput", folder, chosen);
                BenchmarkCommand.Draw(GrowthPlots.Rows(report.Rows), "growth-rows", folder, chosen);
            }
        );
    }

    public static Command Cores()
    {
        var mnist = BenchmarkOptions.Mnist();
        var model = BenchmarkOptions.Model();
        var rounds = BenchmarkOptions.Rounds();
        var only = BenchmarkOptions.Only(CoresBenchmark.PartNames);
        var output = BenchmarkOptions.Output();
        var pictures = BenchmarkOptions.Pictures();
        return BenchmarkCommand.Create(
            CoresBenchmark.Name,
            "Measures training and scoring on 1, 2, 4 and more cores.",
            [mnist, model, rounds, only, output, pictures],
            parse =>
            {
                var folder = parse.GetValue(output)!;
                var report = CoresBenchmark.Run(
                    parse.GetValue(mnist)!,
                    parse.GetValue(model)!,
                    parse.GetValue(only)!,
                    parse.GetValue(rounds),
                    Console.Error.WriteLine
                );
                BenchmarkCommand.Write(CoresBenchmark.Name, report.ToJson(), report.ToMarkdown(), folder);
                BenchmarkCommand.Draw(report.ToPlot(), CoresBenchmark.Name, folder, parse.GetValue(pictures));
            }
        );
    }

    /// <summary>Creates the hidden subcommand that <see cref="RowsGrowth"/> starts in a new process.</summary>
    public static Command ScoreRows()
    {
        var mnist = BenchmarkOptions.Mnist();
        var model = BenchmarkOptions.Model();
        Option<int> rows = new("--rows") { Required = true };
        var command = BenchmarkCommand.Create(
            RowsRun.Name,
            "Scores generated rows once.",
            [mnist, model, rows],
            parse => RowsRun.Run(parse.GetValue(mnist)!, parse.GetValue(model)!, parse.GetValue(rows))
        );
        command.Hidden = true;
        return command;
    }

    public static Command Start()
    {
        var mnist = BenchmarkOptions.Mnist();
        var rounds = BenchmarkOptions.Rounds();
        var output = BenchmarkOptions.Output();
        Option<string> tool = new("--tool")
        {
            Description = "The folder of the built vaemlnet.",
            DefaultValueFactory = _ => "src/VaeMlNet.Cli/bin/Release/net10.0",
        };
        var published = BenchmarkOptions.Published();
        Option<string> selfContained = new("--self-contained")
        {
            Description =
                "The folder of vaemlnet published with its own .NET. It is not measured if it does not exist.",
            DefaultValueFactory = _ => "artifacts/tool-self-contained",
        };
        Option<string?> before = new("--before")
        {
            Description = "The folder of another build of vaemlnet to compare with.",
        };
        return BenchmarkCommand.Create(
            StartBenchmark.Name,
            "Measures vaemlnet as a whole process.",
            [mnist, rounds, output, tool, published, selfContained, before],
            parse =>
                BenchmarkCommand.Start(
                    new()
                    {
                        Built = parse.GetValue(tool)!,
                        Published = parse.GetValue(published)!,
                        SelfContained = parse.GetValue(selfContained)!,
                        Before = parse.GetValue(before),
                        Mnist = parse.GetValue(mnist)!,
                        Rounds = parse.GetValue(rounds),
                        OutputFolder = parse.GetValue(output)!,
                    }
                )
        );
    }

    public static Command Edge()
    {
        var rounds = BenchmarkOptions.Rounds();
        var output = BenchmarkOptions.Output();
        return BenchmarkCommand.Create(
            EdgeBenchmark.Name,
            "Measures the sample EdgeScorer as a whole process, compiled at run time and ahead of time.",
            [rounds, output],
            parse => BenchmarkCommand.Edge(parse.GetValue(rounds), parse.GetValue(output)!)
        );
    }

    public static Command Csv()
    {
        var rounds = BenchmarkOptions.Rounds();
        var output = BenchmarkOptions.Output();
        var pictures = BenchmarkOptions.Pictures();
        var rows = BenchmarkOptions.Rows($"The number of rows of a file [default: {CsvBenchmark.DefaultRowCount}].");
        var only = BenchmarkOptions.Only(CsvBenchmark.Sections);
        var published = BenchmarkOptions.Published();
        return BenchmarkCommand.Create(
            CsvBenchmark.Name,
            "Measures vaemlnet score on CSV files, compared with a Python script and with copies of the files.",
            [rounds, output, pictures, rows, only, published],
            parse =>
            {
                using CsvBenchmark benchmark = new(
                    parse.GetValue(published)!,
                    parse.GetValue(rows) ?? CsvBenchmark.DefaultRowCount,
                    parse.GetValue(only)!
                );
                var folder = parse.GetValue(output)!;
                var measurements = BenchmarkCommand.Run(
                    CsvBenchmark.Name,
                    benchmark,
                    ([], parse.GetValue(rounds), folder),
                    string.Concat(
                        parse.GetValue(only)!.Take(1).Select(_ => $" --only={string.Join(',', parse.GetValue(only)!)}")
                    )
                );
                if (CsvBenchmark.Plot(measurements) is { Panels.Count: > 0 } plot)
                {
                    BenchmarkCommand.Draw(plot, "csv", folder, parse.GetValue(pictures));
                }
            }
        );
    }

    private static Command Interleaved<TBenchmark>(
        string name,
        string description,
        Option[] options,
        Func<ParseResult, TBenchmark> open
    )
        where TBenchmark : ISpeedBenchmark, IDisposable
    {
        var only = BenchmarkOptions.Names("--only", "The names of the candidates to measure, separated by commas");
        var rounds = BenchmarkOptions.Rounds();
        var output = BenchmarkOptions.Output();
        return BenchmarkCommand.Create(
            name,
            description,
            [.. options, only, rounds, output],
            parse =>
            {
                using var benchmark = open(parse);
                var settings = (parse.GetValue(only)!, parse.GetValue(rounds), parse.GetValue(output)!);
                BenchmarkCommand.Run(name, benchmark, settings);
            }
        );
    }
}
