using System.CommandLine;

namespace VaeMlNet.Cli;

/// <summary>The verb <c>vaemlnet train</c>. It trains a model and writes a checkpoint folder.</summary>
internal sealed class TrainCommand : VerbCommand
{
    private const int DefaultEpochCount = 10;
    private const string Marker = "checkpoint.json";

    private readonly TrainingInput input = new(DefaultEpochCount);
    private readonly Option<string?> output = OptionFactory.Text("--out", "FOLDER", "The checkpoint folder to write");

    private readonly Option<int?> checkpointEvery = OptionFactory.Integer(
        "--checkpoint-every",
        "Also write the checkpoint after every N epochs, so that --resume can continue it [default: at the end, and when interrupted]",
        minimum: 1
    );

    private readonly Option<bool> resume = new("--resume")
    {
        Description =
            "Continue from the checkpoint in --out if there is one, with the same result as without the interruption. Writes it after "
            + "every epoch unless --checkpoint-every is given",
    };

    private readonly Option<string?> history = OptionFactory.Text(
        "--history",
        "FILE",
        "Write the losses, learning rate, KL weight and seconds of every epoch to this CSV file"
    );

    /// <summary>Creates the verb.</summary>
    public TrainCommand(CommandContext context)
        : base("train", "Trains a variational autoencoder and writes a checkpoint folder.", context)
    {
        input.AddTo(this);
        output.Required = true;
        this.Add(output, checkpointEvery, resume, history);
        Validators.Add(input.Check);
    }

    public override IReadOnlyCollection<string> CommonOptions =>
        [.. TrainingInput.CommonOptions, "--resume", "--checkpoint-every", "--history"];

    public override IReadOnlyList<string> Examples =>
        [
            "train --data=customers.csv --ignore=id --out=checkpoints/customers",
            "train --model=mnist --epochs=10 --out=checkpoints/mnist",
            "train --model=mnist --epochs=100 --out=checkpoints/mnist --resume",
            "train --model=detector --data=customers.csv --ignore=id --label-column=fraud --out=checkpoints/customers",
            "train --data=servers.csv --time=timestamp --series=machine --out=checkpoints/servers",
            "train --model=fully-connected --data=turbines.csv --hidden=64,32 --latent=8 --likelihood=gaussian --out=checkpoints/turbines",
        ];

    protected override int Run(ParseResult parse)
    {
        var folder = parse.GetValue(output)!;
        OutputFolder.CheckCheckpoint(folder);
        var historyPath = parse.GetValue(history);
        if (historyPath is not null)
        {
            if (IdvFile.IsIdv(historyPath) || ParquetOutput.IsParquet(historyPath))
            {
                throw new UsageException($"--history is '{historyPath}', but the history is CSV. Choose another name.");
            }

            OutputFile.CheckWritable(
                historyPath,
                parse.GetValue(input.Data.Data),
                parse.GetValue(input.Data.Validation)
            );
        }

        var checkpoints = Checkpoints(parse, folder);
        var rows = input.ReadRows(parse, Context);
        using var trained = input.Fit(parse, rows, Context, checkpoints);
        if (historyPath is not null)
        {
            trained.SaveHistory(historyPath);
            Terminal.WriteLine($"history: {historyPath}");
        }

        Terminal.WriteLine($"checkpoint: {folder}");
        Terminal.WriteLine($"{Export(parse, folder, rows)}");
        return ExitCode.Ok;
    }

    private NextStep Export(ParseResult parse, string folder, TrainingRows rows)
    {
        var next = input.Data.AddTo(new NextStep("export").With("--checkpoint", folder), parse, rows.FindsColumns);
        // The full path, because the folder may be '..'.
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return input.AddSort(next, parse).With("--out", $"onnx/{name}");
    }

    private VaeCheckpointOptions Checkpoints(ParseResult parse, string folder)
    {
        var every = parse.GetValue(checkpointEvery);
        var resumes = parse.GetValue(resume);
        var mayReplace = every is not null || resumes || !File.Exists(Path.Combine(folder, Marker));
        var interrupted = mayReplace ? folder : $"{Path.TrimEndingDirectorySeparator(folder)}.interrupted";
        OutputFolder.CheckCheckpoint(interrupted);
        return new VaeCheckpointOptions(folder)
        {
            EveryEpochs = every ?? (resumes ? 1 : int.MaxValue),
            Resume = resumes,
            // A new, incomplete training must not replace a trained model.
            InterruptedFolder = interrupted,
        };
    }
}
