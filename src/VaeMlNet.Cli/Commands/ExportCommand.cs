using System.CommandLine;
using System.CommandLine.Parsing;
using VaeMlNet.OnnxExport;

namespace VaeMlNet.Cli;

/// <summary>The verb <c>vaemlnet export</c>. It writes a model folder from a checkpoint, or trains first.</summary>
internal sealed class ExportCommand : VerbCommand
{
    private const int DefaultEpochCount = 20;

    private readonly TrainingInput input = new(DefaultEpochCount);
    private readonly Option<string?> checkpoint = OptionFactory.Text(
        "--checkpoint",
        "FOLDER",
        "A checkpoint folder that 'train' wrote, to export instead of training; needs --data or --mnist for the comparison with TorchSharp"
    );

    private readonly Option<string?> method = OptionFactory.Choice(
        "--method",
        "A baseline to export instead of a VAE, which can only score rows; 'compare' says which of them ranks your rows better",
        BaselineExport.Names
    );

    private readonly Option<string?> output = OptionFactory.Text(
        "--out",
        "FOLDER",
        "The model folder to write [default: onnx/MODEL]"
    );

    private readonly Option<string> weights = OptionFactory.Choice(
        "--weights",
        "The type of the stored weights: float16 halves the weights of networks; int8 quarters them and is up to 1.8 times as fast on processors with VNNI, but less exact. Regressions and forests of tables stay float32",
        [VaeManifest.Float32Weights, VaeManifest.Float16Weights, VaeManifest.Int8Weights],
        VaeManifest.Float32Weights
    );

    private readonly Option<double> tolerance = OptionFactory.Number(
        "--parity-tolerance",
        "How many times the usual difference between ONNX Runtime and TorchSharp is allowed, at most 1000",
        zeroAllowed: false,
        1
    );

    private readonly Option<int?> densityRatioRows = OptionFactory.Integer(
        "--density-ratio-rows",
        "The largest number of rows, spread over the file, from which the export learns to choose synthetic rows; 0 for a faster export of a model that never draws rows",
        0,
        new VaeExportOptions().DensityRatioRowCount
    );

    /// <summary>Creates the verb.</summary>
    public ExportCommand(CommandContext context)
        : base("export", "Exports a model folder (ONNX). Trains the model first unless a checkpoint is given.", context)
    {
        this.Add(checkpoint, method);
        input.AddTo(this);
        this.Add(weights, tolerance, densityRatioRows, output);
        Validators.Add(Check);
    }

    public override IReadOnlyCollection<string> CommonOptions =>
        [checkpoint.Name, .. TrainingInput.CommonOptions, weights.Name];

    public override IReadOnlyList<string> Examples =>
        [
            "export --model=mnist --epochs=20 --out=onnx/mnist",
            "export --model=table --data=customers.csv --ignore=id --label-column=fraud --out=onnx/customers",
            "export --model=detector --data=payments.csv --condition=machine,country --out=onnx/payments",
            "export --data=servers.csv --time=timestamp --series=machine --window=64 --out=onnx/servers",
            "export --method=knn --data=payments.csv --out=onnx/payments-knn",
            "export --options=turbines.json --data=turbines.csv --out=onnx/turbines",
            "export --checkpoint=checkpoints/turbines --data=turbines.csv --out=onnx/turbines",
            "export --checkpoint=checkpoints/turbines --data=turbines.csv --weights=int8 --out=onnx/turbines-int8",
        ];

    protected override int Run(ParseResult parse)
    {
        var folder = parse.GetValue(output) ?? Path.Combine("onnx", input.Model.Name(parse.CommandResult));
        OutputFolder.CheckModel(folder);
        if (parse.GetValue(method) is { } baseline)
        {
            input.WriteBaseline(baseline, parse, folder, Context);
            Terminal.WriteLine($"{Next("score", parse, folder, rows: null).With("--out", "scores.csv")}");
            return ExitCode.Ok;
        }

        (var model, var rows) = Prepare(parse);
        using var trained = model;
        try
        {
            Write(parse, trained, rows, folder);
        }
        catch (InvalidOperationException e) when (!parse.CommandResult.IsGiven(checkpoint))
        {
            throw Kept(parse, trained, rows, folder, e);
        }

        (var name, var loss) = Evaluate(trained, rows);
        if (parse.GetValue(input.Data.Data) is { } data)
        {
            if (trained.Options.Series is null)
            {
                UnusualRows.Find(Context, folder, data, input.Data.Format(parse))?.Print(Terminal);
            }
            else
            {
                SeriesScore.PrintSegments(Context, folder, data, input.Sorts(parse));
            }
        }

        if (parse.CommandResult.IsGiven(input.Data.Data))
        {
            Terminal.WriteLine($"{Next("report", parse, folder, rows).With("--out", "report.html")}");
            Terminal.WriteLine($"{Next("score", parse, folder, rows).With("--out", "scores.csv")}");
        }

        Terminal.WriteLine(
            FormattableString.Invariant(
                $"{name}={loss.Total:0.00} reconstruction={loss.Reconstruction:0.0} kl={loss.Kl:0.0}{OfWhichWeights(parse.GetValue(weights)!)}"
            )
        );
        return ExitCode.Ok;
    }

    private void Write(ParseResult parse, TrainedVae trained, TrainingRows rows, string folder)
    {
        VaeExportOptions options = new()
        {
            WeightFormat = Format(parse.GetValue(weights)!),
            ParityTolerance = parse.GetValue(tolerance),
            DensityRatioRowCount = parse.GetValue(densityRatioRows)!.Value,
        };
        RefusedValues.Locate(rows.Cells, () => ModelExport.Write(trained, rows, folder, Context, options));
    }

    /// <summary>Keeps a training whose export failed.</summary>
    private CommandException Kept(
        ParseResult parse,
        TrainedVae trained,
        TrainingRows rows,
        string folder,
        InvalidOperationException why
    )
    {
        var kept = $"{Path.TrimEndingDirectorySeparator(folder)}.checkpoint";
        OutputFolder.CheckCheckpoint(kept);
        trained.SaveCheckpoint(kept);
        var next = input.Data.AddTo(
            new NextStep(Name).With(checkpoint.Name, kept),
            parse,
            findsColumns: rows.FindsColumns
        );
        return new CommandException(
            $"{why.Message} The training is kept in '{kept}'; {input.AddSort(next, parse).With(tolerance.Name, "1000").With(output.Name, folder)}",
            why
        );
    }

    // Evaluation uses the network, whose weights are not rounded.
    private static string OfWhichWeights(string weights) =>
        weights == VaeManifest.Float32Weights ? "" : $" (before the weights are rounded to {weights})";

    /// <summary>Returns the loss of rows that the model was not trained on; if there are none, that of the training rows.</summary>
    private (string Name, VaeLoss Loss) Evaluate(TrainedVae trained, TrainingRows rows)
    {
        const string test = "test_loss";
        if (!rows.HasValidation && trained.WeightsEpoch.Validation is { } heldOut)
        {
            return (test, heldOut);
        }

        if (trained.Options.Labels is KnownAnomalyLabelOptions || rows is SeriesTrainingRows)
        {
            // The files contain the known anomalies; the history does not. A file can have more windows than fit into memory.
            var (validation, training) = (trained.WeightsEpoch.Validation, trained.WeightsEpoch.Training);
            return (validation is null ? "training_loss" : test, validation ?? training);
        }

        var loss = rows.Evaluate(trained);
        rows.Warn(Terminal);
        return (rows.HasValidation ? test : "training_loss", loss);
    }

    /// <summary>Returns a step with the model.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="parse">The options.</param>
    /// <param name="folder">The model folder.</param>
    /// <param name="rows">The rows of the training; null for those of a baseline.</param>
    private NextStep Next(string verb, ParseResult parse, string folder, TrainingRows? rows)
    {
        var next = new NextStep(verb).With(folder).With(parse, [input.Data.Data, input.Data.Image.Option]);
        var columns = input.Data.Columns;
        next = columns.AddTo(
            next,
            parse,
            findsColumns: rows?.FindsColumns ?? true,
            hasLabel: columns.Label(parse) is { } label && rows?.Has(label) != false
        );
        return input.AddSort(next, parse);
    }

    private static OnnxWeightFormat Format(string weights) =>
        weights switch
        {
            VaeManifest.Float16Weights => OnnxWeightFormat.Float16,
            VaeManifest.Int8Weights => OnnxWeightFormat.Int8,
            _ => OnnxWeightFormat.Float32,
        };

    private void Check(CommandResult result)
    {
        if (result.GetValue(tolerance) is > 1_000)
        {
            result.AddError(
                $"{tolerance.Name} is '{result.GetValue(tolerance)}', expected a number above 0 and up to 1000."
            );
        }

        if (result.IsGiven(method))
        {
            CheckBaseline(result);
            return;
        }

        if (!result.IsGiven(checkpoint))
        {
            input.Check(result);
            if (result.IsGiven(input.Model.OptionsFile) && !result.IsGiven(output))
            {
                result.AddError("--options needs --out=FOLDER, because an options file does not name the model.");
            }

            return;
        }

        input.Data.Check(result);
        var given = string.Join(", ", input.Given(result).Except([SeriesOptions.SortName]));
        if (given.Length > 0)
        {
            result.AddError($"The model in --checkpoint is already trained, so {given} has no effect. Leave it out.");
        }

        if (!input.Data.IsGiven(result))
        {
            result.AddError(
                "--checkpoint needs rows to compare ONNX Runtime with TorchSharp. Pass --data=FILE or --mnist=FOLDER."
            );
        }

        if (!result.IsGiven(output))
        {
            result.AddError("--checkpoint needs --out=FOLDER.");
        }
    }

    private void CheckBaseline(CommandResult result)
    {
        input.Data.Check(result);
        string[] given = [.. input.GivenForNetworks(result), .. result.Given(checkpoint, weights, tolerance)];
        if (given.Length > 0)
        {
            result.AddError(
                $"{method.Name} has no network, so {string.Join(", ", given)} has no effect. Leave it out."
            );
        }

        if (!result.IsGiven(input.Data.Data) || !result.IsGiven(output))
        {
            result.AddError($"{method.Name} needs rows and a folder. Pass --data=FILE.csv and --out=FOLDER.");
        }
    }

    private (TrainedVae Trained, TrainingRows Rows) Prepare(ParseResult parse)
    {
        if (parse.GetValue(checkpoint) is { } folder)
        {
            return TrainedCheckpoint.Load(folder, trained => input.ReadFor(trained, folder, parse, Context));
        }

        var rows = input.ReadRows(parse, Context);
        return (input.Fit(parse, rows, Context), rows);
    }
}
