using System.CommandLine;
using System.CommandLine.Parsing;

namespace VaeMlNet.Cli;

/// <summary>The options of a verb that trains: what, how, and on which rows.</summary>
internal sealed class TrainingInput
{
    private readonly Option<int?> rowLimit = OptionFactory.Integer(
        "--rows",
        "How many of the first rows to train on [default: all; mnist-conv-dense: 10000]",
        minimum: 1
    );

    private readonly SchemaOptions schema = new();

    /// <summary>Creates the options.</summary>
    /// <param name="epochCount">The default of <c>--epochs</c>.</param>
    public TrainingInput(int epochCount)
    {
        Model = new ModelOptions(epochCount, Data);
    }

    /// <summary>What to train and how.</summary>
    public ModelOptions Model { get; }

    /// <summary>The rows.</summary>
    public DataOptions Data { get; } = new();

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        Model.AddTo(command);
        Data.AddTo(command);
        schema.AddTo(command);
        command.Options.Add(rowLimit);
    }

    /// <summary>Refuses combinations that contradict each other or leave the rows open.</summary>
    public void Check(CommandResult result)
    {
        Model.Check(result);
        Data.Check(result);
        if (!IsForMnist(result) && !Data.IsGiven(result))
        {
            var chosen = result.IsGiven(Model.OptionsFile) ? "--options" : $"--model={Model.Name(result)}";
            result.AddError($"{chosen} needs --data=FILE or --mnist=FOLDER.");
        }

        if (IsTable(result) && result.IsGiven(Data.Mnist))
        {
            result.AddError($"--model={Model.Name(result)} takes the columns of a CSV file, so --mnist has no use.");
        }

        foreach (var option in IsTable(result) ? [] : schema.Given(result))
        {
            result.AddError($"{option} goes with --model=table: other models take numbers only.");
        }
    }

    /// <summary>Names the options of training that the user gave, for verbs where they exclude something else.</summary>
    public IEnumerable<string> Given(CommandResult result) => [.. Model.Given(result), .. schema.Given(result)];

    /// <summary>Reads the rows and holds their width against the network's.</summary>
    /// <exception cref="CommandException">A file is missing, damaged, or of the wrong width.</exception>
    public TrainingRows ReadRows(ParseResult parse, CommandContext context)
    {
        if (Model.Choose(parse.CommandResult) is { } choice)
        {
            context.Terminal.WriteLine($"model: {choice.Model}, because {choice.Reason}; --model chooses another");
        }

        if (IsTable(parse.CommandResult))
        {
            return Data.ReadTable(parse, context, schema.Read(parse), parse.GetValue(rowLimit));
        }

        var rows = Data.Read(parse, context);
        var model = Model.Name(parse.CommandResult);
        if (IsForMnist(parse.CommandResult) && rows.Width != ModelChoice.MnistWidth)
        {
            throw new CommandException(
                $"'{parse.GetValue(Data.Data)}' has {rows.Width} features a row, but --model={model} is for images of "
                    + $"{ModelChoice.MnistWidth} pixels. Use --model={ModelPreset.FullyConnected}."
            );
        }

        return Limit(parse) is { } count ? rows.Take(count) : rows;
    }

    /// <summary>Trains on rows that <see cref="ReadRows"/> gave.</summary>
    /// <returns>The trained model; the caller disposes it.</returns>
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
            forAnomalies: Model.Name(parse.CommandResult) == ModelPreset.Detector
        );

    private bool IsTable(CommandResult result) => ModelPreset.IsTable(Model.Name(result));

    private bool IsForMnist(CommandResult result) =>
        !result.IsGiven(Model.OptionsFile) && ModelPreset.IsForMnist(Model.Name(result));

    private int? Limit(ParseResult parse) =>
        parse.GetValue(rowLimit)
        ?? (IsForMnist(parse.CommandResult) ? ModelPreset.DefaultRowCount(Model.Name(parse.CommandResult)) : null);
}
