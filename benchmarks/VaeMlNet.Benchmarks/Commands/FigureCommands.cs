using System.CommandLine;

namespace VaeMlNet.Benchmarks;

/// <summary>The subcommands that measure the quality of models and simulate jobs.</summary>
internal static class FigureCommands
{
    public static Command Models()
    {
        var mnist = BenchmarkOptions.Mnist();
        var only = BenchmarkOptions.Only(ModelsBenchmark.SectionNames);
        Option<int?> epochs = new("--epochs")
        {
            Description = "The number of epochs [default: that of the compared figures].",
        };
        var seeds = BenchmarkOptions.Seeds("The seeds of the fully connected section", 1);
        var rows = BenchmarkOptions.Rows("The number of training images to use, from the first one [default: all].");
        Option<string?> folder = new("--folder")
        {
            Description = "The folder of tables for the section few-labels [default: no tables].",
        };
        var output = BenchmarkOptions.Output();
        var pictures = BenchmarkOptions.Pictures();
        var page = BenchmarkOptions.Page("docs/figures.md");
        return BenchmarkCommand.Create(
            ModelsBenchmark.Name,
            "Trains the models on MNIST and compares their figures with published ones.",
            [mnist, only, epochs, seeds, rows, folder, output, pictures, page],
            parse =>
            {
                var results = parse.GetValue(output)!;
                ModelsSettings settings = new()
                {
                    Mnist = parse.GetValue(mnist)!,
                    Only = parse.GetValue(only)!,
                    EpochCount = parse.GetValue(epochs),
                    Seeds = parse.GetValue(seeds)!,
                    RowCount = parse.GetValue(rows),
                    TableFolder = parse.GetValue(folder),
                    OutputFolder = results,
                    PictureFolder = parse.GetValue(pictures) ?? Path.Combine(results, "pictures"),
                    Page = parse.GetValue(page),
                };
                ModelsBenchmark.Run(settings, Console.Error.WriteLine);
            }
        );
    }

    public static Command Tables()
    {
        var only = BenchmarkOptions.Only(TablesBenchmark.PartNames);
        var seeds = BenchmarkOptions.Seeds("The seeds of the table of data problems", 1);
        var output = BenchmarkOptions.Output();
        var page = BenchmarkOptions.Page("docs/tables.md");
        return BenchmarkCommand.Create(
            TablesBenchmark.Name,
            "Runs the guide to tables and writes it.",
            [only, seeds, output, page],
            parse =>
            {
                TablesSettings settings = new()
                {
                    Only = parse.GetValue(only)!,
                    Seeds = parse.GetValue(seeds)!,
                    OutputFolder = parse.GetValue(output)!,
                    Page = parse.GetValue(page),
                };
                TablesBenchmark.Run(settings, Console.Error.WriteLine);
            }
        );
    }

    public static Command TablesProtocol()
    {
        Option<string> folder = new("--folder")
        {
            Description =
                "The folder of tables: manifest.csv, a CSV file for each table, and impute/TABLE/sSEED where splits are prepared.",
            DefaultValueFactory = _ => "../shared/data/tables",
        };
        var tables = BenchmarkOptions.Names("--tables", "The names of the tables, separated by commas");
        var seeds = BenchmarkOptions.Seeds("A split and a fit for each", 1, 2, 3);
        var methods = BenchmarkOptions.Names(
            "--methods",
            $"What to run of {string.Join(", ", TablesProtocolRun.MethodNames)}, separated by commas"
        );
        Option<string?> export = new("--export")
        {
            Description = "More arguments of 'vaemlnet export', separated by blanks, to try settings [default: none].",
        };
        Option<string?> reference = new("--reference")
        {
            Description = "A CSV file with figures of other methods: table, method, metric, value.",
        };
        var output = BenchmarkOptions.Output("artifacts/tables");
        return BenchmarkCommand.Create(
            TablesProtocolRun.Name,
            "Compares imputation and synthesis of tables with baselines. Results in --out are kept and not measured again.",
            [folder, tables, seeds, methods, export, reference, output],
            parse =>
            {
                TablesProtocolSettings settings = new(
                    parse.GetValue(folder)!,
                    parse.GetValue(tables)!,
                    parse.GetValue(seeds)!,
                    parse.GetValue(methods)!,
                    parse.GetValue(export)?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [],
                    parse.GetValue(reference),
                    parse.GetValue(output)!
                );
                Console.Write(new TablesProtocolRun(settings, Console.Error.WriteLine).Run());
            }
        );
    }

    public static Command Planted()
    {
        Option<string> tables = new("--tables")
        {
            Description = "The folder of tables: CSV files with commas and a header. A manifest.csv is left out.",
            DefaultValueFactory = _ => "../shared/data/tables",
        };
        var only = BenchmarkOptions.Names("--only", "The names of the files without '.csv', separated by commas");
        var seeds = BenchmarkOptions.Seeds("A split, planted cells and fits for each", 1, 2, 3);
        Option<string?> export = new("--export")
        {
            Description = "More arguments of 'vaemlnet export', separated by blanks, to try settings [default: none].",
        };
        var output = BenchmarkOptions.Output("artifacts/planted");
        return BenchmarkCommand.Create(
            PlantedRun.Name,
            "Plants wrong cells in tables, and measures how high the detector and baselines rank them in rows that they have not seen.",
            [tables, only, seeds, export, output],
            parse =>
            {
                PlantedSettings settings = new(
                    parse.GetValue(tables)!,
                    parse.GetValue(only)!,
                    parse.GetValue(seeds)!,
                    parse.GetValue(export)?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [],
                    parse.GetValue(output)!
                );
                Console.Write(new PlantedRun(settings, Console.Error.WriteLine).Run());
            }
        );
    }

    public static Command SeriesProtocol()
    {
        var folder = SeriesFolderOption();
        var series = BenchmarkOptions.Names("--series", "The names of the series, separated by commas");
        var seeds = BenchmarkOptions.Seeds("A fit of each method with randomness for each", 1, 2);
        var methods = BenchmarkOptions.Names(
            "--methods",
            $"The methods to run of {string.Join(", ", SeriesProtocolRun.AllMethods.Select(method => method.Name))}, separated by commas; all means {SeriesVae.MethodName} and the baselines"
        );
        Option<string?> reference = new("--reference")
        {
            Description = "A CSV file with figures of other methods, in the form of OUT/series.csv.",
        };
        var output = BenchmarkOptions.Output("artifacts/series");
        return BenchmarkCommand.Create(
            SeriesProtocolRun.Name,
            "Compares the detection of anomalies in time series with baselines. Results in --out are kept and not measured again.",
            [folder, series, seeds, methods, reference, output],
            parse =>
            {
                SeriesProtocolSettings settings = new(
                    parse.GetValue(folder)!,
                    parse.GetValue(series)!,
                    parse.GetValue(seeds)!,
                    parse.GetValue(methods)!,
                    parse.GetValue(reference),
                    parse.GetValue(output)!
                );
                Console.Write(
                    new SeriesProtocolRun(settings, SeriesProtocolRun.AllMethods, Console.Error.WriteLine).Run()
                );
            }
        );
    }

    public static Command SeriesGaps()
    {
        var folder = SeriesFolderOption();
        var series = BenchmarkOptions.Names("--series", "The names of the series, separated by commas");
        return BenchmarkCommand.Create(
            Benchmarks.SeriesGaps.Name,
            "Measures how well gaps of time series are filled, compared with straight lines.",
            [folder, series],
            parse =>
            {
                Benchmarks.SeriesGaps gaps = new(
                    parse.GetValue(folder)!,
                    parse.GetValue(series)!,
                    seed: 1,
                    Console.Error.WriteLine
                );
                Console.Write(gaps.Run());
            }
        );
    }

    private static Option<string> SeriesFolderOption() =>
        new("--folder")
        {
            Description =
                "The folder of series: manifest.csv, and NAME_train.csv and NAME_test.csv (or .csv.gz) for each series.",
            DefaultValueFactory = _ => "../shared/data/series",
        };

    public static Command Formats()
    {
        var mnist = BenchmarkOptions.Mnist();
        Option<string> data = new("--data")
        {
            Description = "The folder with labeled CSV files, on which detectors are measured.",
            DefaultValueFactory = _ => "../shared/data/anomaly",
        };
        var rounds = BenchmarkOptions.Rounds();
        var output = BenchmarkOptions.Output();
        return BenchmarkCommand.Create(
            FormatsBenchmark.Name,
            "Measures the size, speed and accuracy of float16 and int8 weights.",
            [mnist, data, rounds, output],
            parse =>
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
        );
    }

    public static Command Anomaly()
    {
        Option<string> data = new("--data")
        {
            Description = "The folder of CSV files whose header starts with 'label,' (1 = anomaly), then numbers.",
            Required = true,
        };
        Option<string?> reference = new("--reference")
        {
            Description = "A CSV file with figures of other methods: dataset, protocol, method, auroc_mean, aupr_mean.",
        };
        var sets = BenchmarkOptions.Names("--sets", "The names of the data sets, separated by commas");
        var methods = BenchmarkOptions.Names(
            "--methods",
            $"The detectors to run of {string.Join(", ", AnomalyRun.DetectorNames)}, separated by commas; all means those without a change of the options"
        );
        Option<bool> normalRows = new("--normal-rows")
        {
            Description = "Train on half of the normal rows, and score all other rows.",
        };
        Option<bool> splits = new("--splits")
        {
            Description = "Also write the standardized rows of each split to OUT/splits, which baselines.py reads.",
        };
        var seeds = BenchmarkOptions.Seeds(
            "The seeds, each for one split and one fit of every detector",
            1,
            2,
            3,
            4,
            5
        );
        Option<int?> epochs = new("--epochs")
        {
            Description = "The number of epochs of the VAE [default: chosen from the number of rows].",
        };
        var output = BenchmarkOptions.Output("artifacts/anomaly");
        return BenchmarkCommand.Create(
            AnomalyRun.Name,
            "Compares detectors on labeled data sets. Results in --out are kept and not measured again.",
            [data, reference, sets, methods, seeds, epochs, splits, normalRows, output],
            parse =>
            {
                using ProcessCancellation cancellation = new();
                AnomalySettings settings = new(
                    parse.GetValue(data)!,
                    parse.GetValue(sets)!,
                    parse.GetValue(methods)!,
                    parse.GetValue(reference),
                    parse.GetValue(seeds)!,
                    parse.GetValue(epochs),
                    parse.GetValue(output)!,
                    parse.GetValue(splits),
                    parse.GetValue(normalRows)
                );
                Console.Write(new AnomalyRun(settings, Console.Error.WriteLine).Run(cancellation.Token));
            }
        );
    }

    public static Command Scale()
    {
        const int billion = 1_000_000_000;
        Option<int> rows = new("--rows")
        {
            Description = "The number of rows of the job.",
            DefaultValueFactory = _ => billion,
        };
        Option<double> microseconds = new("--microseconds")
        {
            Description = "The measured time of one process for a row, in microseconds (see docs/scale.md).",
            DefaultValueFactory = _ => 20,
        };
        var output = BenchmarkOptions.Output();
        return BenchmarkCommand.Create(
            ScaleBenchmark.Name,
            "Simulates a sharded job on clusters.",
            [rows, microseconds, output],
            parse =>
            {
                var report = ScaleBenchmark.Run(parse.GetValue(rows), parse.GetValue(microseconds));
                BenchmarkCommand.Write(
                    ScaleBenchmark.Name,
                    report.ToJson(),
                    report.ToMarkdown(),
                    parse.GetValue(output)!
                );
            }
        );
    }
}
