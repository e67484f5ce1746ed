using System.CommandLine;
using System.CommandLine.Parsing;
using VaeMlNet.Cli.Training;

namespace VaeMlNet.Cli.Commands;

/// <summary>The options that say what to train and how.</summary>
internal sealed class ModelOptions
{
    private const string Gaussian = "gaussian";

    private readonly Option<int[]?> hidden = OptionFactory.Integers(
        "--hidden",
        "Widths of the encoder's hidden layers; the decoder mirrors them [fully-connected only, default: 400]"
    );

    private readonly Option<int?> latent = OptionFactory.Integer(
        "--latent",
        "Number of latents [fully-connected only, default: 20]",
        minimum: 1
    );

    private readonly Option<string> likelihood = OptionFactory.Choice(
        "--likelihood",
        "bernoulli for values in [0, 1]; gaussian for any others, best standardised [fully-connected only]",
        ["bernoulli", Gaussian],
        "bernoulli"
    );

    private readonly Option<int?> epochs;
    private readonly Option<int?> batchSize = OptionFactory.Integer("--batch-size", "Rows per step", minimum: 1, 128);
    private readonly Option<double> learningRate = OptionFactory.Number(
        "--learning-rate",
        "Learning rate of Adam",
        zeroAllowed: false,
        1e-3
    );
    private readonly Option<double> beta = OptionFactory.Number(
        "--beta",
        "Weight of the KL term",
        zeroAllowed: true,
        1
    );

    private readonly Option<int?> seed = OptionFactory.Integer("--seed", "Seed of all randomness", int.MinValue, 1);

    /// <summary>Creates the options.</summary>
    /// <param name="epochCount">The default of <c>--epochs</c>.</param>
    public ModelOptions(int epochCount)
    {
        epochs = OptionFactory.Integer("--epochs", "Passes over the rows", minimum: 1, epochCount);
    }

    /// <summary>The network.</summary>
    public Option<string> Model { get; } =
        OptionFactory.Choice(
            "--model",
            "mnist is 784-400-20, mnist-2d is 784-128-64-2, fully-connected takes its sizes from the options below",
            ModelPreset.All,
            ModelPreset.Mnist
        );

    private IEnumerable<Option> SizeOptions => [hidden, latent, likelihood];

    private IEnumerable<Option> All => [Model, .. SizeOptions, epochs, batchSize, learningRate, beta, seed];

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in All)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Refuses sizes for a network whose sizes are given by its name.</summary>
    public void Check(CommandResult result)
    {
        if (result.GetValue(Model) is ModelPreset.Mnist or ModelPreset.Mnist2D)
        {
            foreach (Option option in SizeOptions.Where(option => result.IsGiven(option)))
            {
                result.AddError(
                    $"{option.Name} has no effect on --model={result.GetValue(Model)}; use --model={ModelPreset.FullyConnected}."
                );
            }
        }
    }

    /// <summary>Names the options that the user gave, for verbs where they exclude something else.</summary>
    public IEnumerable<string> Given(CommandResult result) =>
        All.Where(option => result.IsGiven(option)).Select(o => o.Name);

    /// <summary>Reads the options.</summary>
    public VaeTrainerOptions Read(ParseResult parse)
    {
        string model = parse.GetValue(Model)!;
        (int[] hiddenDims, int latentDim) =
            model == ModelPreset.FullyConnected
                ? (parse.GetList(hidden) ?? [400], parse.GetValue(latent) ?? 20)
                : ModelPreset.Sizes(model);
        return new VaeTrainerOptions
        {
            HiddenDims = hiddenDims,
            LatentDim = latentDim,
            Likelihood =
                parse.GetValue(likelihood) == Gaussian
                    ? DecoderLikelihood.GaussianUnitVariance
                    : DecoderLikelihood.Bernoulli,
            EpochCount = parse.GetValue(epochs)!.Value,
            BatchSize = parse.GetValue(batchSize)!.Value,
            LearningRate = parse.GetValue(learningRate),
            Beta = parse.GetValue(beta),
            Seed = parse.GetValue(seed)!.Value,
        };
    }
}
