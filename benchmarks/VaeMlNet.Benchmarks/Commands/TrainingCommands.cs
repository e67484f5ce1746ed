using System.CommandLine;

namespace VaeMlNet.Benchmarks;

/// <summary>The subcommands that measure training.</summary>
internal static class TrainingCommands
{
    public static Command Train()
    {
        var mnist = BenchmarkOptions.Mnist();
        var rounds = BenchmarkOptions.Rounds();
        var only = BenchmarkOptions.Only(TrainBenchmark.SectionNames);
        var rows = BenchmarkOptions.Rows("How many of the first training images to use [default: all].");
        var output = BenchmarkOptions.Output();
        return BenchmarkCommand.Create(
            TrainBenchmark.Name,
            "Epochs of training, beside PyTorch and the matrix products alone.",
            [mnist, rounds, only, rows, output],
            parse =>
                BenchmarkCommand.Train(
                    new TrainSettings(parse.GetValue(mnist)!, parse.GetValue(rounds), parse.GetValue(only)!)
                    {
                        RowCount = parse.GetValue(rows),
                    },
                    parse.GetValue(output)!
                )
        );
    }

    public static Command Growth()
    {
        var mnist = BenchmarkOptions.Mnist();
        var rows = BenchmarkOptions.Rows("The most rows [default: all].");
        var output = BenchmarkOptions.Output();
        var pictures = BenchmarkOptions.Pictures();
        return BenchmarkCommand.Create(
            GrowthTrainBenchmark.Name,
            "Time and memory of training as the rows grow.",
            [mnist, rows, output, pictures],
            parse =>
            {
                var folder = parse.GetValue(output)!;
                var report = GrowthTrainBenchmark.Run(
                    parse.GetValue(mnist)!,
                    parse.GetValue(rows),
                    Console.Error.WriteLine
                );
                BenchmarkCommand.Write(GrowthTrainBenchmark.Name, report.ToJson(), report.ToMarkdown(), folder);
                BenchmarkCommand.Draw(report.ToPlot(), GrowthTrainBenchmark.Name, folder, parse.GetValue(pictures));
            }
        );
    }

    public static Command Micro()
    {
        var output = BenchmarkOptions.Output();
        return BenchmarkCommand.Create(
            MicroBenchmark.Name,
            "Parts of a training step alone, by BenchmarkDotNet.",
            [output],
            parse => MicroBenchmark.Run(parse.GetValue(output)!)
        );
    }
}
