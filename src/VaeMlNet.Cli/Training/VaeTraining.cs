namespace VaeMlNet.Cli;

/// <summary>Trains a model for a verb, with progress output and checkpoints.</summary>
internal static class VaeTraining
{
    /// <summary>Trains a model and prints a line per epoch, or fewer where there are many epochs.</summary>
    /// <returns>The trained model. The caller must dispose it.</returns>
    public static TrainedVae Fit(
        VaeTrainerOptions options,
        TrainingRows rows,
        CommandContext context,
        VaeCheckpointOptions? checkpoints = null,
        bool forAnomalies = false,
        VaeTrackingOptions? tracking = null
    )
    {
        options = options with
        {
            TableSchema = rows.Schema ?? options.TableSchema,
            Image = rows.Image ?? options.Image,
        };
        context.Terminal.WriteLine($"training {rows.Describe(options)}");
        VaeTrainer trainer = new(options)
        {
            Checkpoints = checkpoints,
            ForAnomalies = forAnomalies,
            Tracking = tracking,
        };
        var trained = context.Terminal.RunWithBar(
            "training",
            bar =>
            {
                TrainingProgressPrinter progress = new(context.Terminal, bar, rows.MostProgressLines);
                try
                {
                    return RefusedValues.Locate(
                        rows.Cells,
                        () => rows.Fit(trainer, options, progress, context.CancellationToken)
                    );
                }
                catch (OperationCanceledException e) when (checkpoints is not null)
                {
                    throw new CanceledException(Describe(checkpoints, progress.LastEpoch), e);
                }
            }
        );
        rows.Warn(context.Terminal);
        rows.Warnings(trained).ToList().ForEach(context.Terminal.Warn);
        foreach (var line in rows.DescribeResult(trained))
        {
            context.Terminal.WriteLine(line);
        }

        var epoch = trained.WeightsEpoch;
        context.Terminal.WriteLine(
            ConvergenceText.Of(
                trained.Convergence,
                trained.History.Count,
                trained.History.Sum(of => of.Seconds),
                (epoch.Validation ?? epoch.Training).Kl,
                trained.Options.Beta ?? 1
            )
        );

        return trained;
    }

    private static string Describe(VaeCheckpointOptions checkpoints, int lastEpoch)
    {
        if (lastEpoch == 0)
        {
            return " before an epoch ended, so this run wrote no checkpoint and left no incomplete file.";
        }

        var other =
            checkpoints.InterruptedFolder == checkpoints.Folder
                ? ""
                : $", {ShellLine.Option("--out", checkpoints.InterruptedFolder!)}";
        return FormattableString.Invariant(
            $" after epoch {lastEpoch}, which is in checkpoint '{checkpoints.InterruptedFolder}'. Continue with the same command line{other} and --resume."
        );
    }
}
