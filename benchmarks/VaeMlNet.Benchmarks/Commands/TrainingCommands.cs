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
        var rows = BenchmarkOptions.Rows("The number of training images to use, from the first one [default: all].");
        Option<bool> pytorch = new("--pytorch")
        {
            Description =
                "Compare with Debian's PyTorch 1.13, too. It must be installed: apt-get install python3-torch",
        };
        var output = BenchmarkOptions.Output();
        return BenchmarkCommand.Create(
            TrainBenchmark.Name,
            "Compares training epochs with TorchSharp's autograd and with the matrix products alone.",
            [mnist, rounds, only, rows, pytorch, output],
            parse =>
                BenchmarkCommand.Train(
                    new TrainSettings(parse.GetValue(mnist)!, parse.GetValue(rounds), parse.GetValue(only)!)
                    {
                        RowCount = parse.GetValue(rows),
                        HasPyTorch = parse.GetValue(pytorch),
                    },
                    parse.GetValue(output)!
                )
        );
    }

    public static Command Growth()
    {
        var mnist = BenchmarkOptions.Mnist();
        var rows = BenchmarkOptions.Rows("The largest number of rows [default: all].");
        var output = BenchmarkOptions.Output();
        var pictures = BenchmarkOptions.Pictures();
        return BenchmarkCommand.Create(
            GrowthTrainBenchmark.Name,
            "Measures how the time and memory of training grow with the number of rows.",
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

    public static Command Gpu()
    {
        var mnist = BenchmarkOptions.Mnist();
        var rounds = BenchmarkOptions.Rounds();
        var only = BenchmarkOptions.Only(GpuBenchmark.PartNames);
        var rows = BenchmarkOptions.Rows("The largest number of rows of an epoch or a pass [default: all].");
        var output = BenchmarkOptions.Output();
        Option<string> device = new("--device")
        {
            Description = "The device: cpu, or cuda: with the number of a GPU.",
            DefaultValueFactory = _ => "cuda:0",
        };
        device.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } name && !GpuSettings.IsDevice(name))
            {
                result.AddError($"--device is '{name}', expected cpu, or cuda: with the number of a GPU.");
            }
        });
        return BenchmarkCommand.Create(
            GpuBenchmark.Name,
            "Compares training, encoding and scoring on a GPU with PyTorch and ONNX Runtime there, and with the CPU.",
            [device, mnist, rounds, only, rows, output],
            parse =>
            {
                var folder = parse.GetValue(output)!;
                GpuSettings settings = new()
                {
                    Device = parse.GetValue(device)!,
                    Mnist = parse.GetValue(mnist)!,
                    Rounds = parse.GetValue(rounds),
                    Only = parse.GetValue(only)!,
                    RowCount = parse.GetValue(rows),
                    WorkFolder = folder,
                };
                BenchmarkCommand.Gpu(settings, folder);
            }
        );
    }

    public static Command Micro()
    {
        var output = BenchmarkOptions.Output();
        return BenchmarkCommand.Create(
            MicroBenchmark.Name,
            "Measures parts of a training step with BenchmarkDotNet.",
            [output],
            parse => MicroBenchmark.Run(parse.GetValue(output)!)
        );
    }
}
