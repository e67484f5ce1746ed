using System.CommandLine;
using System.CommandLine.Parsing;

namespace VaeMlNet.Cli;

/// <summary>The options of a verb that trains: the model, its training and the rows.</summary>
internal sealed class TrainingInput
{
    private readonly Option<int?> rowLimit = OptionFactory.Integer(
        "--rows",
        "The number of rows to train on, from the first [default: all; mnist-conv-dense: 10000; with --method the largest number, and of more rows random ones: 10000]",
        minimum: 1
    );

    private readonly TrackingOptions tracking = new();
    private readonly SchemaOptions schema = new();
    private readonly SeriesOptions series = new(isTraining: true);

    /// <summary>Creates the options.</summary>
    public TrainingInput(int epochCount)
    {
        Model = new ModelOptions(epochCount, Data, series);
    }

    /// <summary>Gets the names of the options that most trainings need.</summary>
    public static IReadOnlyList<string> CommonOptions { get; } =
    [
        "--data",
        "--ignore",
        "--label-column",
        "--categorical",
        "--model",
        "--epochs",
        "--time-budget",
        "--likelihood",
        "--column-likelihood",
        "--condition",
        "--known-anomalies",
        "--known-rows",
        "--time",
        "--series",
        "--window",
        "--options",
        "--rows",
        "--seed",
        "--device",
        "--out",
    ];

    public ModelOptions Model { get; }

    /// <summary>Gets the options for the rows.</summary>
    public DataOptions Data { get; } = new();

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        Model.AddTo(command);
        series.AddTo(command);
        Data.AddTo(command);
        schema.AddTo(command);
        command.Options.Add(rowLimit);
        tracking.AddTo(command);
    }

    /// <summary>Reports combinations of options that contradict each other, and missing rows.</summary>
    public void Check(CommandResult result)
    {
        Model.CheckModel(result);
        Data.Check(result);
        if (!IsForMnist(result) && !Data.IsGiven(result))
        {
            var chosen = result.IsGiven(Model.OptionsFile) ? "--options" : $"--model={Model.Name(result)}";
            var data = ModelPreset.IsTable(Model.Name(result)) ? "--data=FILE.csv" : "--data=FILE or --mnist=FOLDER";
            result.AddError($"{chosen} needs rows. Pass {data}.");
        }

        CheckKind(result, Model.Name(result));
    }

    private void CheckKind(CommandResult result, string model)
    {
        if (ModelPreset.IsTable(model) && result.IsGiven(Data.Mnist))
        {
            result.AddError(
                $"--model={model} takes the columns of a table, so --mnist has no effect. Pass --data=FILE.csv instead."
            );
        }

        foreach (var option in ModelPreset.IsTable(model) ? [] : schema.Given(result))
        {
            result.AddError($"{option} needs --model=table, because other models take numbers only.");
        }

        if (model == ModelPreset.Series && result.IsGiven(Data.Validation))
        {
            result.AddError(
                $"--validation has no effect on --model={model}, which holds out the end of each series. Leave it out."
            );
        }

        foreach (var option in model == ModelPreset.Series ? [] : series.Given(result))
        {
            result.AddError(
                $"{option} is for time series, but --model={model} is not. Leave --model out, or pass --model={ModelPreset.Series}."
            );
        }
    }

    /// <summary>
    /// Returns the names of the training options that the user gave, for verbs that do not allow them together with
    /// others.
    /// </summary>
    public IEnumerable<string> Given(CommandResult result) =>
        [.. Model.Given(result), .. series.Given(result), .. schema.Given(result), .. tracking.Given(result)];

    /// <summary>Returns whether the rows of series are sorted before they are read.</summary>
    public bool Sorts(ParseResult parse) => series.Sorts(parse);

    /// <summary>Adds that rows are sorted to the command line of a next step, which works on the same rows, if the user said so.</summary>
    public NextStep AddSort(NextStep next, ParseResult parse) =>
        next.With(SeriesOptions.SortName, Sorts(parse) ? "true" : null);

    /// <summary>Reads rows for a trained model.</summary>
    /// <inheritdoc cref="DataOptions.ReadFor" path="/exception"/>
    public TrainingRows ReadFor(TrainedVae trained, string checkpoint, ParseResult parse, CommandContext context) =>
        Data.ReadFor(trained, checkpoint, parse, series.Sorts(parse), context);

    /// <summary>Returns the names of the options that the user gave and that a baseline does not have.</summary>
    public IEnumerable<string> GivenForNetworks(CommandResult result) =>
        Given(result)
            .Except(schema.Given(result))
            .Except([Model.Seed.Name])
            .Concat(result.Given(Data.Mnist, Data.Validation));

    /// <summary>Fits a baseline to the rows of a table, and writes it as a model folder.</summary>
    /// <exception cref="CommandException">A file is missing or damaged, or a column cannot be used.</exception>
    public void WriteBaseline(string method, ParseResult parse, string folder, CommandContext context)
    {
        var rows = Data.ReadTable(parse, context, schema.Read(parse), rowLimit: null);
        VaeBaselineOptions options = new() { Seed = parse.GetValue(Model.Seed)!.Value, TableSchema = rows.Schema };
        options = parse.GetValue(rowLimit) is { } limit ? options with { RowLimit = limit } : options;
        BaselineExport.Write(method, rows.Training, folder, options, context);
    }

    /// <summary>Reads the rows and checks that their width fits the network.</summary>
    /// <exception cref="CommandException">A file is missing, damaged, or of the wrong width.</exception>
    public TrainingRows ReadRows(ParseResult parse, CommandContext context)
    {
        var choice = Model.Choose(parse.CommandResult);
        if (choice is not null)
        {
            if (parse.GetValue(Data.Data) is { } path && !PictureFolder.IsFolder(path))
            {
                // Another folder, or a file that is not there, is not called a table first.
                InputFile.Read(path, stream => stream.Length);
            }

            context.Terminal.WriteLine(
                $"model: {choice.Model}, because {choice.Reason}; pass --model to choose another"
            );
        }

        using TorchStart start = new();
        var model = Model.Name(parse.CommandResult);
        if (ModelPreset.IsTable(model) && parse.GetValue(Data.Data) is { } folder && PictureFolder.IsFolder(folder))
        {
            throw new CommandException(
                $"'{folder}' is a folder of pictures, but --model={model} is for tables. Leave --model out, or use --model={ModelPreset.FullyConnected}."
            );
        }

        if (model == ModelPreset.Series)
        {
            return Data.ReadSeries(parse, context, schema.Read(parse), series, parse.GetValue(rowLimit));
        }

        if (!ModelPreset.IsTable(model))
        {
            return ReadFeatures(parse, context, model);
        }

        var rows = Data.ReadTable(parse, context, schema.Read(parse), parse.GetValue(rowLimit));
        if (choice is not null && rows.TimeColumn is { } time)
        {
            context.Terminal.WriteLine(
                $"note: each row has another '{time}'; if the rows are a time series, --time={time} learns how the columns move, and finds when they were unusual"
            );
        }

        return rows.WithKnown(Model.ReadKnownRows(parse));
    }

    private FeatureTrainingRows ReadFeatures(ParseResult parse, CommandContext context, string model)
    {
        // Labels are as many as the rows of the whole file.
        var rows = Data.Read(parse, context, Model.HasImageLabels(parse) ? null : Limit(parse));
        if (IsForMnist(parse.CommandResult) && rows.Width != ModelChoice.MnistWidth)
        {
            throw new CommandException(
                $"'{parse.GetValue(Data.Data)}' has {rows.Width} features per row, but --model={model} is for images of "
                    + $"{ModelChoice.MnistWidth} pixels. Use --model={ModelPreset.FullyConnected}."
            );
        }

        var labeled = rows.WithLabels(Model.ReadLabels(parse, rows));
        var taken = Limit(parse) is { } count ? labeled.Take(count) : labeled;
        taken.Labels?.Check();
        return taken;
    }

    /// <summary>Trains on rows from <see cref="ReadRows"/>.</summary>
    /// <returns>The trained model. The caller must dispose it.</returns>
    public TrainedVae Fit(
        ParseResult parse,
        TrainingRows rows,
        CommandContext context,
        VaeCheckpointOptions? checkpoints = null
    ) =>
        VaeTraining.Fit(
            Model.Read(parse),
            rows,
            context,
            checkpoints,
            forAnomalies: Model.Name(parse.CommandResult) == ModelPreset.Detector,
            tracking.Read(parse)
        );

    private bool IsForMnist(CommandResult result) =>
        !result.IsGiven(Model.OptionsFile) && ModelPreset.IsForMnist(Model.Name(result));

    private int? Limit(ParseResult parse) =>
        parse.GetValue(rowLimit)
        ?? (IsForMnist(parse.CommandResult) ? ModelPreset.DefaultRowCount(Model.Name(parse.CommandResult)) : null);
}
