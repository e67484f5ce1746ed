using System.CommandLine;
using System.Runtime.CompilerServices;
using VaeMlNet;
using VaeMlNet.Benchmarks;

// Some benchmarks use ONNX Runtime first, whose telemetry VaeMlNet turns off when it is loaded.
RuntimeHelpers.RunModuleConstructor(typeof(VaeModel).Module.ModuleHandle);

Option<string> filter = new("--filter")
{
    Description = "The benchmark to run.",
    DefaultValueFactory = _ => EncodeBenchmark.Name,
};
Option<string> mnist = new("--mnist")
{
    Description = "Folder with MNIST's unpacked files.",
    DefaultValueFactory = _ => "artifacts/mnist",
};
Option<string> model = new("--model")
{
    Description = "score, growth: the model folder, of MNIST's width.",
    DefaultValueFactory = _ => ModelGraph.MnistFolder,
};
Option<string> data = new("--data")
{
    Description = "formats: folder with labelled CSV files, on which detectors are measured.",
    DefaultValueFactory = _ => "../shared/data/anomaly",
};
Option<int> rounds = new("--rounds")
{
    Description =
        $"encode, score, growth, formats, train, read, stream, start: measured rounds, {InterleavedRun.FewestRounds} or more.",
    DefaultValueFactory = _ => InterleavedRun.FewestRounds,
};
Option<string> output = new("--out")
{
    Description = "Folder for the JSON and Markdown files.",
    DefaultValueFactory = _ => "artifacts/benchmarks",
};
Dictionary<string, IReadOnlyList<string>> parts = new()
{
    [TrainBenchmark.Name] = TrainBenchmark.SectionNames,
    [ModelsBenchmark.Name] = ModelsBenchmark.SectionNames,
    [TablesBenchmark.Name] = TablesBenchmark.PartNames,
};
Option<string> tool = new("--tool")
{
    Description = "start: folder of the built vaemlnet.",
    DefaultValueFactory = _ => "src/VaeMlNet.Cli/bin/Release/net10.0",
};
Option<string> published = new("--published")
{
    Description = "start: folder of vaemlnet published for this machine; left out where it is not there.",
    DefaultValueFactory = _ => "artifacts/tool",
};
Option<string?> before = new("--before")
{
    Description = "start: folder of another build of vaemlnet to compare with.",
};
Option<string> only = new("--only")
{
    Description =
        $"what to run, separated by commas; {string.Join("; ", parts.Select(p => $"{p.Key}: {string.Join(", ", p.Value)}"))} [default: all]",
};
only.Validators.Add(result =>
{
    foreach (var name in (result.GetValueOrDefault<string?>() ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
    {
        var names = parts.GetValueOrDefault(result.GetValue(filter)!, []);
        if (!names.Contains(name))
        {
            result.AddError(
                $"--only names '{name}', expected {string.Join(" or ", names.DefaultIfEmpty("nothing with this --filter"))}."
            );
        }
    }
});
Option<int?> epochs = new("--epochs") { Description = "models: epochs, in the place of those of the figures beside." };
Option<string> seeds = new("--seeds")
{
    Description =
        "models, tables: seeds for the fully connected section and for the troubles of tables, separated by commas.",
    DefaultValueFactory = _ => "1",
};
Option<int?> rows = new("--rows")
{
    Description =
        "models, train: how many of the first training images to use; growth, growth-train: the most rows [default: all]; scale: the rows of the job [default: 10^9]",
};
Option<double> microseconds = new("--microseconds")
{
    Description = "scale: what one process takes for a row, in microseconds; measure it, as docs/scale.md does.",
    DefaultValueFactory = _ => 20,
};
Option<string?> pictures = new("--pictures")
{
    Description = "models, growth, growth-train: folder for the pictures [default: OUT/pictures]",
};
Option<string?> page = new("--page")
{
    Description = "models, tables: another file to write the Markdown to, such as docs/figures.md or docs/tables.md.",
};
Option<double> minutes = new("--minutes") { Description = "soak: how long to run.", DefaultValueFactory = _ => 120 };
Option<bool> plotOnly = new("--plot-only")
{
    Description = "soak: draw the samples that --out contains, also those of a soak that still runs.",
};
Dictionary<string, Action<ParseResult>> benchmarks = new()
{
    [EncodeBenchmark.Name] = Encode,
    [ScoreBenchmark.Name] = Score,
    [GrowthBenchmark.Name] = Grow,
    [RowsRun.Name] = ScoreRows,
    [FormatsBenchmark.Name] = Formats,
    [TrainBenchmark.Name] = Train,
    [ReadBenchmark.Name] = Read,
    [StreamBenchmark.Name] = StreamRows,
    [StartBenchmark.Name] = Start,
    [ScaleBenchmark.Name] = Scale,
    [GrowthTrainBenchmark.Name] = GrowTraining,
    [MicroBenchmark.Name] = parse => MicroBenchmark.Run(parse.GetValue(output)!),
    [ModelsBenchmark.Name] = Models,
    [TablesBenchmark.Name] = Tables,
    [SoakBenchmark.Name] = Soak,
    [SoakRun.Name] = parse => SoakRun.Run(SettingsOfSoak(parse)),
};
filter.AcceptOnlyFromAmong([.. benchmarks.Keys]);
RootCommand root = new("Measures VaeMlNet side by side with what it is compared to.")
{
    filter,
    mnist,
    model,
    data,
    rounds,
    tool,
    published,
    before,
    output,
    only,
    epochs,
    seeds,
    rows,
    microseconds,
    pictures,
    page,
    minutes,
    plotOnly,
};
root.Add(WorkerCommand.Create());
root.SetAction(parse => benchmarks[parse.GetValue(filter)!](parse));
return root.Parse(args).Invoke();

void Encode(ParseResult parse)
{
    using var encode = new EncodeBenchmark(MnistImages.Read(parse.GetValue(mnist)!));
    BenchmarkCommand.Run(EncodeBenchmark.Name, encode, parse.GetValue(rounds), parse.GetValue(output)!);
}

void Score(ParseResult parse)
{
    var images = MnistImages.Read(parse.GetValue(mnist)!, ScoreBenchmark.RowCount);
    using var score = new ScoreBenchmark(parse.GetValue(model)!, images);
    BenchmarkCommand.Run(ScoreBenchmark.Name, score, parse.GetValue(rounds), parse.GetValue(output)!);
}

void Grow(ParseResult parse)
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
    BenchmarkCommand.Write(GrowthBenchmark.Name, report.ToJson(), report.ToMarkdown(), folder);
    BenchmarkCommand.Draw(GrowthPlots.Throughput(report.Curves), "growth-throughput", folder, parse.GetValue(pictures));
    BenchmarkCommand.Draw(GrowthPlots.Rows(report.Rows), "growth-rows", folder, parse.GetValue(pictures));
}

void ScoreRows(ParseResult parse)
{
    var count = parse.GetValue(rows) ?? GrowthBenchmark.LargestRowCount;
    RowsRun.Run(parse.GetValue(mnist)!, parse.GetValue(model)!, count);
}

void Formats(ParseResult parse)
{
    var folder = parse.GetValue(output)!;
    var report = FormatsBenchmark.Run(
        parse.GetValue(mnist)!,
        parse.GetValue(data)!,
        parse.GetValue(rounds),
        Path.Combine(folder, "formats"),
        Console.Error.WriteLine
    );
    BenchmarkCommand.Write(FormatsBenchmark.Name, report.ToJson(), report.ToMarkdown(), folder);
}

void Train(ParseResult parse)
{
    TrainSettings settings = new(parse.GetValue(mnist)!, parse.GetValue(rounds), Chosen(parse))
    {
        RowCount = parse.GetValue(rows),
    };
    BenchmarkCommand.Train(settings, parse.GetValue(output)!);
}

void GrowTraining(ParseResult parse)
{
    var folder = parse.GetValue(output)!;
    var report = GrowthTrainBenchmark.Run(parse.GetValue(mnist)!, parse.GetValue(rows), Console.Error.WriteLine);
    BenchmarkCommand.Write(GrowthTrainBenchmark.Name, report.ToJson(), report.ToMarkdown(), folder);
    BenchmarkCommand.Draw(report.ToPlot(), GrowthTrainBenchmark.Name, folder, parse.GetValue(pictures));
}

void Read(ParseResult parse)
{
    using var read = new ReadBenchmark(parse.GetValue(mnist)!);
    BenchmarkCommand.Run(ReadBenchmark.Name, read, parse.GetValue(rounds), parse.GetValue(output)!);
}

void StreamRows(ParseResult parse)
{
    using var stream = new StreamBenchmark();
    BenchmarkCommand.Run(StreamBenchmark.Name, stream, parse.GetValue(rounds), parse.GetValue(output)!);
}

void Start(ParseResult parse) =>
    BenchmarkCommand.Start(
        new()
        {
            Built = parse.GetValue(tool)!,
            Published = parse.GetValue(published)!,
            Before = parse.GetValue(before),
            Mnist = parse.GetValue(mnist)!,
            Rounds = parse.GetValue(rounds),
            OutputFolder = parse.GetValue(output)!,
        }
    );

void Scale(ParseResult parse)
{
    const int billion = 1_000_000_000;
    var report = ScaleBenchmark.Run(parse.GetValue(rows) ?? billion, parse.GetValue(microseconds));
    BenchmarkCommand.Write(ScaleBenchmark.Name, report.ToJson(), report.ToMarkdown(), parse.GetValue(output)!);
}

void Tables(ParseResult parse)
{
    TablesSettings settings = new()
    {
        Only = Chosen(parse),
        Seeds = Seeds(parse),
        OutputFolder = parse.GetValue(output)!,
        Page = parse.GetValue(page),
    };
    TablesBenchmark.Run(settings, Console.Error.WriteLine);
}

void Models(ParseResult parse)
{
    var folder = parse.GetValue(output)!;
    ModelsSettings settings = new()
    {
        Mnist = parse.GetValue(mnist)!,
        Only = Chosen(parse),
        EpochCount = parse.GetValue(epochs),
        Seeds = Seeds(parse),
        RowCount = parse.GetValue(rows),
        OutputFolder = folder,
        PictureFolder = parse.GetValue(pictures) ?? Path.Combine(folder, "pictures"),
        Page = parse.GetValue(page),
    };
    ModelsBenchmark.Run(settings, Console.Error.WriteLine);
}

void Soak(ParseResult parse)
{
    var settings = SettingsOfSoak(parse);
    if (!parse.GetValue(plotOnly))
    {
        SoakBenchmark.Run(settings);
    }

    var report = SoakBenchmark.Report(settings);
    var folder = settings.OutputFolder;
    BenchmarkCommand.Write(SoakBenchmark.Name, report.ToJson(), report.ToMarkdown(), folder);
    BenchmarkCommand.Draw(report.ToPlot(), SoakBenchmark.Name, folder, parse.GetValue(pictures));
}

SoakSettings SettingsOfSoak(ParseResult parse) =>
    new()
    {
        Minutes = parse.GetValue(minutes),
        Seed = Seeds(parse)[0],
        OutputFolder = parse.GetValue(output)!,
    };

string[] Chosen(ParseResult parse) => parse.GetValue(only)?.Split(',') ?? [];

int[] Seeds(ParseResult parse) => [.. parse.GetValue(seeds)!.Split(',').Select(int.Parse)];
