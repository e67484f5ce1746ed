using System.CommandLine;
using System.CommandLine.Parsing;
using VaeMlNet.Texts;

namespace VaeMlNet.Cli;

/// <summary>The options for recording a training in the formats of tracking tools.</summary>
internal sealed class TrackingOptions : OptionGroup
{
    private readonly Option<string?> tensorBoard = OptionFactory.Text(
        "--tensorboard",
        "FOLDER",
        "Record losses, embeddings and images for TensorBoard, in a new folder below this one"
    );

    private readonly Option<string?> mlflow = OptionFactory.Text(
        "--mlflow",
        "FOLDER",
        "Record losses and options as a run of MLflow in this folder, such as mlruns"
    );

    private readonly Option<string?> runName = OptionFactory.Text(
        "--run-name",
        "NAME",
        "The name of the recorded run [default: the date and time]"
    );

    public override IEnumerable<Option> All => [tensorBoard, mlflow, runName];

    /// <summary>Reads the options; null if nothing is recorded.</summary>
    public VaeTrackingOptions? Read(ParseResult parse) =>
        parse.GetValue(tensorBoard) is null && parse.GetValue(mlflow) is null
            ? null
            : new()
            {
                TensorBoardFolder = parse.GetValue(tensorBoard),
                MlflowFolder = parse.GetValue(mlflow),
                RunName = parse.GetValue(runName),
            };

    protected override void Check(CommandResult result)
    {
        Check(result, tensorBoard, TrackedNames.FindProblemOfFolder);
        Check(result, mlflow, TrackedNames.FindProblemOfFolder);
        Check(result, runName, TrackedNames.FindProblemOfRun);
        if (result.IsGiven(runName) && !result.IsGiven(tensorBoard) && !result.IsGiven(mlflow))
        {
            result.AddError("--run-name has no effect without --tensorboard or --mlflow. Pass one of them.");
        }
    }

    private static void Check(CommandResult result, Option<string?> option, Func<string, string?> findProblem)
    {
        if (result.IsGiven(option) && findProblem(result.GetValue(option)!) is { } problem)
        {
            result.AddError($"{option.Name} {problem}.");
        }
    }
}
