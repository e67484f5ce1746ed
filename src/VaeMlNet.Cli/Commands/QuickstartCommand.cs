using System.CommandLine;

namespace VaeMlNet.Cli;

/// <summary><c>vaemlnet quickstart</c>: the whole way once on MNIST, with a table of what was reached.</summary>
internal sealed class QuickstartCommand : VerbCommand
{
    private readonly Option<string?> mnist = new DataOptions().Mnist;
    private readonly Option<int?> epochs = OptionFactory.Integer("--epochs", "Passes over the training images", 1, 3);
    private readonly Option<int?> seed = OptionFactory.Integer("--seed", "Seed of all randomness", int.MinValue, 1);
    private readonly Option<string> output = new("--out")
    {
        HelpName = "FOLDER",
        Description = "Where model folder and pictures go",
        DefaultValueFactory = _ => Path.Combine("artifacts", "quickstart"),
    };

    /// <summary>Creates the verb.</summary>
    public QuickstartCommand(CommandContext context)
        : base(
            "quickstart",
            "Trains on MNIST, exports, classifies, finds anomalies and draws, in a minute or two.",
            context
        )
    {
        Options.Add(mnist);
        Options.Add(epochs);
        Options.Add(seed);
        Options.Add(output);
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples =>
        ["quickstart", "quickstart --mnist=data/mnist --epochs=10 --out=artifacts/quickstart"];

    /// <inheritdoc />
    protected override int Run(ParseResult parse)
    {
        QuickstartSettings settings = new(
            parse.GetValue(mnist),
            parse.GetValue(epochs)!.Value,
            parse.GetValue(seed)!.Value,
            parse.GetValue(output)!
        );
        new QuickstartRun(settings, Context).Run();
        return ExitCode.Ok;
    }
}
