using System.CommandLine;
using VaeMlNet.Cli.Files;
using VaeMlNet.Cli.Training;

namespace VaeMlNet.Cli.Commands;

/// <summary><c>vaemlnet train</c>: trains and writes a checkpoint folder.</summary>
internal sealed class TrainCommand : VerbCommand
{
    private const int DefaultEpochCount = 10;

    private readonly TrainingInput input = new(DefaultEpochCount);
    private readonly Option<string?> output = OptionFactory.Text("--out", "FOLDER", "The checkpoint folder to write");

    /// <summary>Creates the verb.</summary>
    public TrainCommand(CommandContext context)
        : base("train", "Trains a variational autoencoder and writes a checkpoint folder.", context)
    {
        input.AddTo(this);
        output.Required = true;
        Options.Add(output);
        Validators.Add(input.Check);
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples =>
        [
            "train --model=mnist --epochs=10 --out=checkpoints/mnist",
            "train --model=fully-connected --data=turbines.csv --hidden=64,32 --latent=8 --likelihood=gaussian --out=checkpoints/turbines",
        ];

    /// <inheritdoc />
    protected override int Run(ParseResult parse)
    {
        string folder = parse.GetValue(output)!;
        OutputFolder.CheckReplaceable(folder, "checkpoint.json", "checkpoint");
        TrainingRows rows = input.ReadRows(parse, Context);
        using TrainedVae trained = VaeTraining.Fit(input.Model.Read(parse), rows, Context);
        Context.CancellationToken.ThrowIfCancellationRequested();
        trained.SaveCheckpoint(folder);
        Terminal.WriteLine($"checkpoint: {folder}");
        return ExitCode.Ok;
    }
}
