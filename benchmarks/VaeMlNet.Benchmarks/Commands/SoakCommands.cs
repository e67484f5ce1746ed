using System.CommandLine;

namespace VaeMlNet.Benchmarks;

/// <summary>The subcommands that run for a long time and check that resource use does not grow.</summary>
internal static class SoakCommands
{
    public static Command Soak()
    {
        var pictures = BenchmarkOptions.Pictures();
        Option<bool> plotOnly = new("--plot-only")
        {
            Description = "Only plot the samples in --out. The soak may still be running.",
        };
        return Create(
            SoakBenchmark.Name,
            "Opens, scores, trains and disposes under faults, with a plot of memory, handles and threads.",
            [pictures, plotOnly],
            (parse, settings) =>
            {
                if (!parse.GetValue(plotOnly))
                {
                    SoakBenchmark.Run(settings);
                }

                var report = SoakBenchmark.Report(settings);
                var folder = settings.OutputFolder;
                BenchmarkCommand.Write(SoakBenchmark.Name, report.ToJson(), report.ToMarkdown(), folder);
                BenchmarkCommand.Draw(report.ToPlot(), SoakBenchmark.Name, folder, parse.GetValue(pictures));
            }
        );
    }

    /// <summary>Creates the hidden subcommand that <see cref="SoakBenchmark"/> starts in a new process.</summary>
    public static Command SoakRun()
    {
        var command = Create(
            Benchmarks.SoakRun.Name,
            "Runs the cycles of a soak.",
            [],
            (_, settings) => Benchmarks.SoakRun.Run(settings)
        );
        command.Hidden = true;
        return command;
    }

    private static Command Create(
        string name,
        string description,
        Option[] options,
        Action<ParseResult, SoakSettings> run
    )
    {
        Option<double> minutes = new("--minutes")
        {
            Description = "The duration in minutes.",
            DefaultValueFactory = _ => 120,
        };
        var seeds = BenchmarkOptions.Seeds("The seed of the first cycle", 1);
        var output = BenchmarkOptions.Output();
        return BenchmarkCommand.Create(
            name,
            description,
            [minutes, seeds, output, .. options],
            parse =>
                run(
                    parse,
                    new()
                    {
                        Minutes = parse.GetValue(minutes),
                        Seed = parse.GetValue(seeds)![0],
                        OutputFolder = parse.GetValue(output)!,
                    }
                )
        );
    }
}
