using System.Globalization;
using VaeMlNet.Cli.Commands;

namespace VaeMlNet.Cli.Training;

/// <summary>What the verbs that train have in common.</summary>
internal static class VaeTraining
{
    /// <summary>Trains, printing a line per epoch, or fewer where there are many.</summary>
    /// <returns>The trained model; the caller disposes it.</returns>
    public static TrainedVae Fit(
        VaeTrainerOptions options,
        TrainingRows rows,
        CommandContext context,
        VaeCheckpointOptions? checkpoints = null,
        bool forAnomalies = false
    )
    {
        context.Terminal.WriteLine($"training {rows.Describe(options)}");
        TrainedVae trained = context.Terminal.RunWithBar(
            "training",
            bar =>
                rows.Fit(
                    new VaeTrainer(options) { Checkpoints = checkpoints, ForAnomalies = forAnomalies },
                    new TrainingProgressPrinter(context.Terminal, bar, rows.MostProgressLines),
                    context.CancellationToken
                )
        );
        rows.Warn(context.Terminal);
        if (rows is TableRows)
        {
            context.Terminal.WriteLine(DescribeChosen(trained));
        }

        return trained;
    }

    // What was not given is chosen from the table.
    private static string DescribeChosen(TrainedVae trained)
    {
        string layers = string.Join(
            '-',
            [trained.Network.InputDim, .. trained.Options.HiddenDims, trained.Options.LatentDim]
        );
        return string.Create(
            CultureInfo.InvariantCulture,
            $"trained {layers} in {trained.History.Count} epochs of batches of {trained.Options.BatchSize}"
        );
    }
}
