using VaeMlNet.Cli.Commands;
using static TorchSharp.torch;

namespace VaeMlNet.Cli.Training;

/// <summary>What the verbs that train have in common.</summary>
internal static class VaeTraining
{
    /// <summary>Trains, printing a line per epoch.</summary>
    /// <returns>The trained model; the caller disposes it.</returns>
    public static TrainedVae Fit(
        VaeTrainerOptions options,
        TrainingRows rows,
        CommandContext context,
        VaeCheckpointOptions? checkpoints = null
    )
    {
        context.Terminal.WriteLine(Describe(options, rows));
        using Tensor training = MatrixTensor.From(rows.Training);
        using Tensor? validation = rows.Validation is null ? null : MatrixTensor.From(rows.Validation);
        return context.Terminal.RunWithBar(
            "training",
            bar =>
                new VaeTrainer(options) { Checkpoints = checkpoints }.Fit(
                    training,
                    validation,
                    new TrainingProgressPrinter(context.Terminal, bar),
                    context.CancellationToken
                )
        );
    }

    private static string Describe(VaeTrainerOptions options, TrainingRows rows)
    {
        string layers = options.Network switch
        {
            null => Join(options.HiddenDims),
            FullyConnectedNetworkOptions network => Join(network.HiddenDims),
            ConvolutionalNetworkOptions network =>
                $"-conv({string.Join(',', network.Filters)}){Join(network.HiddenDims)}",
            _ => "-custom",
        };
        string sizes = $"{rows.Training.Width}{layers}-{options.LatentDim}";
        string validation = rows.Validation is null ? "" : $", {rows.Validation.RowCount} validation rows";
        return $"training {sizes} on {rows.Training.RowCount} rows{validation}; epochs {options.EpochCount}, seed {options.Seed}";
    }

    private static string Join(int[] widths) => string.Concat(widths.Select(width => $"-{width}"));
}
