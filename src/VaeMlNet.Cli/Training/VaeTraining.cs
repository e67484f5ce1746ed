using System.Globalization;

namespace VaeMlNet.Cli;

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
        options = rows is TableRows { Schema: { } schema } ? options with { TableSchema = schema } : options;
        context.Terminal.WriteLine($"training {rows.Describe(options)}");
        VaeTrainer trainer = new(options) { Checkpoints = checkpoints, ForAnomalies = forAnomalies };
        var trained = context.Terminal.RunWithBar(
            "training",
            bar =>
            {
                TrainingProgressPrinter progress = new(context.Terminal, bar, rows.MostProgressLines);
                try
                {
                    return rows.Fit(trainer, progress, context.CancellationToken);
                }
                catch (OperationCanceledException e) when (checkpoints is not null)
                {
                    throw new CanceledException(Describe(checkpoints, progress.LastEpoch), e);
                }
            }
        );
        rows.Warn(context.Terminal);
        if (rows is TableRows)
        {
            context.Terminal.WriteLine(DescribeChosen(trained));
        }

        return trained;
    }

    private static string Describe(VaeCheckpointOptions checkpoints, int lastEpoch)
    {
        if (lastEpoch == 0)
        {
            return " before an epoch ended, so there is no checkpoint of this run; nothing is left half-written.";
        }

        var other =
            checkpoints.InterruptedFolder == checkpoints.Folder
                ? ""
                : $", {ShellLine.Option("--out", checkpoints.InterruptedFolder!)}";
        return FormattableString.Invariant(
            $" after epoch {lastEpoch}, which checkpoint '{checkpoints.InterruptedFolder}' holds. Go on with the same command line{other} and --resume."
        );
    }

    // What was not given is chosen from the table.
    private static string DescribeChosen(TrainedVae trained)
    {
        var hidden = (trained.Options.Network as FullyConnectedNetworkOptions)?.HiddenDims ?? [];
        var layers = string.Join('-', [trained.Network.InputDim, .. hidden, trained.Network.LatentDim]);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"trained {layers} in {trained.History.Count} epochs of batches of {trained.Options.BatchSize}"
        );
    }
}
