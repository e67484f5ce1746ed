using System.CommandLine;
using System.CommandLine.Parsing;

namespace VaeMlNet.Cli;

/// <summary>The options that say what to train and how.</summary>
internal sealed class ModelOptions
{
    private static readonly string TableLikelihoods = string.Join(
        ", ",
        DecoderLikelihood.Choices.Where(choice => choice.ForTables is not null).Select(choice => choice.Name)
    );

    private readonly Option<int[]?> hidden = OptionFactory.Integers(
        "--hidden",
        "Widths of the encoder's hidden layers; the decoder mirrors them; 64 for tables [fully-connected, table and detector only, default: 400]"
    );

    private readonly Option<int?> latent = OptionFactory.Integer(
        "--latent",
        "Number of latents; for tables by their width [fully-connected, table and detector only, default: 20]",
        minimum: 1
    );

    private readonly Option<string> likelihood = OptionFactory.Choice(
        "--likelihood",
        string.Join("; ", DecoderLikelihood.Choices.Select(choice => $"{choice.Name} for {choice.Values}"))
            + $" [tables: {TableLikelihoods}]",
        [.. DecoderLikelihood.Choices.Select(choice => choice.Name)],
        DecoderLikelihood.Choices[0].Name
    );

    private readonly DataOptions data;
    private readonly Option<int?> epochs;
    private readonly Option<int?> batchSize = OptionFactory.Integer("--batch-size", "Rows per step", minimum: 1, 128);
    private readonly Option<double> learningRate = OptionFactory.Number(
        "--learning-rate",
        "Learning rate; for tables 0.003",
        zeroAllowed: false,
        1e-3
    );
    private readonly Option<double> beta = OptionFactory.Number(
        "--beta",
        "Weight of the KL term [mnist-beta4: 4]",
        zeroAllowed: true,
        1
    );

    private readonly Option<int?> seed = OptionFactory.Integer("--seed", "Seed of all randomness", int.MinValue, 1);

    /// <summary>Creates the options.</summary>
    /// <param name="epochCount">The default of <c>--epochs</c>.</param>
    /// <param name="data">Where rows come from, which decides what is trained when nobody says it.</param>
    public ModelOptions(int epochCount, DataOptions data)
    {
        this.data = data;
        epochs = OptionFactory.Integer(
            "--epochs",
            "Passes over the rows; for tables as many as make 1500 steps, at most 400",
            minimum: 1,
            epochCount
        );
    }

    /// <summary>The network.</summary>
    public Option<string?> Model { get; } =
        OptionFactory.Choice(
            "--model",
            "table, detector and tabular take raw CSV columns; mnist is 784-400-20, mnist-2d 784-128-64-2; fully-connected is sized by option "
                + "[default: by the rows]",
            ModelPreset.All
        );

    /// <summary>Options in a file, in the place of a model's.</summary>
    public Option<string?> OptionsFile { get; } =
        OptionFactory.Text(
            "--options",
            "FILE.json",
            "Everything about the model and its training, in the place of --model; what is also given on the command line counts more"
        );

    private IEnumerable<Option> SizeOptions => [hidden, latent];

    private IEnumerable<Option> All =>
        [Model, OptionsFile, .. SizeOptions, likelihood, epochs, batchSize, learningRate, beta, seed];

    /// <summary>What is trained: what the user said, or what suits the rows.</summary>
    public string Name(CommandResult result) =>
        Choose(result)?.Model ?? result.GetValue(Model) ?? ModelPreset.FullyConnected;

    /// <summary>What is chosen by the rows; null where the user said it, with <c>--model</c> or in a file.</summary>
    public ModelChoice? Choose(CommandResult result) =>
        result.IsGiven(Model) || result.IsGiven(OptionsFile) ? null : ModelChoice.For(result.GetValue(data.Data));

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Refuses sizes for a network whose sizes are given by its name or in a file.</summary>
    public void Check(CommandResult result)
    {
        if (result.IsGiven(OptionsFile))
        {
            Option[] said = [.. SizeOptions, likelihood];
            IEnumerable<Option> named = ModelPreset.IsTable(Name(result)) ? [] : [Model];
            foreach (var option in named.Concat(said).Where(option => result.IsGiven(option)))
            {
                result.AddError($"{option.Name} and --options exclude each other: the file says it.");
            }

            return;
        }

        var model = Name(result);
        foreach (var option in Superfluous(model).Where(option => result.IsGiven(option)))
        {
            result.AddError(
                $"{option.Name} has no effect on --model={model}; use --model={ModelPreset.FullyConnected}."
            );
        }

        if (ModelPreset.IsTable(model) && Chosen(result) is { ForTables: null } choice)
        {
            result.AddError(
                $"--likelihood={choice.Name} is for {choice.Values}, but --model={model} standardizes numbers: take {TableLikelihoods}. "
                    + "Columns of true and false are Bernoulli in any case."
            );
        }
    }

    /// <summary>Names the options that the user gave, for verbs where they exclude something else.</summary>
    public IEnumerable<string> Given(CommandResult result) =>
        All.Where(option => result.IsGiven(option)).Select(o => o.Name);

    /// <summary>Reads the options.</summary>
    /// <exception cref="CommandException">The options file is missing or wrong.</exception>
    public VaeTrainerOptions Read(ParseResult parse)
    {
        var given = parse.CommandResult;
        var file = parse.GetValue(OptionsFile);
        var options = file is null ? Preset(parse) : Cli.OptionsFile.Read(file);
        // A table's model chooses what was not given, so that no default may stand in.
        if (file is null && !ModelPreset.IsTable(Name(given)))
        {
            options = options with { EpochCount = parse.GetValue(epochs)!.Value };
        }

        options = given.IsGiven(epochs) ? options with { EpochCount = parse.GetValue(epochs)!.Value } : options;
        options = given.IsGiven(learningRate) ? options with { LearningRate = parse.GetValue(learningRate) } : options;
        return options with
        {
            BatchSize = given.IsGiven(batchSize) ? parse.GetValue(batchSize)!.Value : options.BatchSize,
            Beta = given.IsGiven(beta) ? parse.GetValue(beta) : options.Beta,
            Seed = given.IsGiven(seed) ? parse.GetValue(seed)!.Value : options.Seed,
        };
    }

    private VaeTrainerOptions Preset(ParseResult parse)
    {
        var model = Name(parse.CommandResult);
        var options = ModelPreset.Options(model);
        options = parse.GetList(hidden) is { } widths ? options with { HiddenDims = widths } : options;
        options = parse.GetValue(latent) is { } count ? options with { LatentDim = count } : options;
        return Chosen(parse.CommandResult) is { } choice
            ? options with
            {
                Likelihood = ModelPreset.IsTable(model) ? choice.ForTables! : choice.ForFeatures!,
            }
            : options;
    }

    /// <summary>Returns the likelihood that the user gave; null where none was given, or one that does not exist.</summary>
    private VaeLikelihoodChoice? Chosen(CommandResult result) =>
        result.IsGiven(likelihood)
            ? DecoderLikelihood.Choices.FirstOrDefault(choice => choice.Name == result.GetValue(likelihood))
            : null;

    private IEnumerable<Option> Superfluous(string model) =>
        model switch
        {
            ModelPreset.FullyConnected or ModelPreset.Table or ModelPreset.Detector => [],
            ModelPreset.Tabular => SizeOptions,
            _ when !ModelPreset.All.Contains(model) => [],
            _ => [.. SizeOptions, likelihood],
        };
}
