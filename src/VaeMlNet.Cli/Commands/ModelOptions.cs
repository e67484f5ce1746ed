using System.CommandLine;
using System.CommandLine.Parsing;
using VaeMlNet.Cli.Training;

namespace VaeMlNet.Cli.Commands;

/// <summary>The options that say what to train and how.</summary>
internal sealed class ModelOptions
{
    private const string Bernoulli = "bernoulli";
    private const string Gaussian = "gaussian";
    private const string StudentT = "student-t";

    private readonly Option<int[]?> hidden = OptionFactory.Integers(
        "--hidden",
        "Widths of the encoder's hidden layers; the decoder mirrors them; 64,32 for table [fully-connected and table only, default: 400]"
    );

    private readonly Option<int?> latent = OptionFactory.Integer(
        "--latent",
        "Number of latents; for table by its width [fully-connected and table only, default: 20]",
        minimum: 1
    );

    private readonly Option<string> likelihood = OptionFactory.Choice(
        "--likelihood",
        "bernoulli for values in [0, 1]; gaussian for any others, best standardised; student-t where some are far out [not for mnist; table, tabular: gaussian]",
        [Bernoulli, Gaussian, StudentT],
        Bernoulli
    );

    private readonly Option<int?> epochs;
    private readonly Option<int?> batchSize = OptionFactory.Integer("--batch-size", "Rows per step", minimum: 1, 128);
    private readonly Option<double> learningRate = OptionFactory.Number(
        "--learning-rate",
        "Learning rate",
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
    public ModelOptions(int epochCount)
    {
        epochs = OptionFactory.Integer(
            "--epochs",
            "Passes over the rows; for table and tabular as many as make 1500 steps",
            minimum: 1,
            epochCount
        );
    }

    /// <summary>The network.</summary>
    public Option<string> Model { get; } =
        OptionFactory.Choice(
            "--model",
            "mnist is 784-400-20, mnist-2d 784-128-64-2; fully-connected takes its sizes from the options below; table and tabular take the raw columns of a CSV file",
            ModelPreset.All,
            ModelPreset.Mnist
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

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in All)
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
            IEnumerable<Option> named = ModelPreset.IsTable(result.GetValue(Model)) ? [] : [Model];
            foreach (Option option in named.Concat(said).Where(option => result.IsGiven(option)))
            {
                result.AddError($"{option.Name} and --options exclude each other: the file says it.");
            }

            return;
        }

        string? model = result.GetValue(Model);
        foreach (Option option in Superfluous(model).Where(option => result.IsGiven(option)))
        {
            result.AddError(
                $"{option.Name} has no effect on --model={model}; use --model={ModelPreset.FullyConnected}."
            );
        }

        if (ModelPreset.IsTable(model) && result.IsGiven(likelihood) && result.GetValue(likelihood) == Bernoulli)
        {
            result.AddError(
                $"--likelihood={Bernoulli} is for values in [0, 1], but the numbers of --model={model} are standardised: take "
                    + $"{Gaussian} or {StudentT}. Columns of true and false are Bernoulli in any case."
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
        CommandResult given = parse.CommandResult;
        string? file = parse.GetValue(OptionsFile);
        VaeTrainerOptions options = file is null ? Preset(parse) : Training.OptionsFile.Read(file);
        // A table's model chooses what was not given, so that no default may stand in.
        bool hasDefaultEpochs = file is null && !ModelPreset.IsTable(parse.GetValue(Model));
        if (hasDefaultEpochs || given.IsGiven(epochs))
        {
            options = options with { EpochCount = parse.GetValue(epochs)!.Value };
        }

        return options with
        {
            BatchSize = given.IsGiven(batchSize) ? parse.GetValue(batchSize)!.Value : options.BatchSize,
            LearningRate = given.IsGiven(learningRate) ? parse.GetValue(learningRate) : options.LearningRate,
            Beta = given.IsGiven(beta) ? parse.GetValue(beta) : options.Beta,
            Seed = given.IsGiven(seed) ? parse.GetValue(seed)!.Value : options.Seed,
        };
    }

    private VaeTrainerOptions Preset(ParseResult parse)
    {
        string model = parse.GetValue(Model)!;
        VaeTrainerOptions options = ModelPreset.Options(model);
        options = parse.GetList(hidden) is { } widths ? options with { HiddenDims = widths } : options;
        options = parse.GetValue(latent) is { } count ? options with { LatentDim = count } : options;
        return parse.CommandResult.IsGiven(likelihood)
            ? options with
            {
                Likelihood = Likelihood(parse.GetValue(likelihood)!, ModelPreset.IsTable(model)),
            }
            : options;
    }

    // A table's numbers each have a scale of their own, which is learned.
    private static DecoderLikelihood Likelihood(string name, bool isTable)
    {
        LearnedScale learned = isTable ? LearnedScale.PerFeature : LearnedScale.None;
        return name switch
        {
            Gaussian => new GaussianLikelihoodOptions { Learned = learned },
            StudentT => new StudentTLikelihoodOptions { Learned = learned },
            _ => DecoderLikelihood.Bernoulli,
        };
    }

    private IEnumerable<Option> Superfluous(string? model) =>
        model switch
        {
            ModelPreset.FullyConnected or ModelPreset.Table => [],
            ModelPreset.Tabular => SizeOptions,
            null => [],
            _ when !ModelPreset.All.Contains(model) => [],
            _ => [.. SizeOptions, likelihood],
        };
}
