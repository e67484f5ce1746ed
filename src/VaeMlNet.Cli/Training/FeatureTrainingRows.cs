using System.Globalization;
using static TorchSharp.torch;

namespace VaeMlNet.Cli;

/// <summary>Rows of features, all of which are numbers.</summary>
/// <param name="training">The training rows.</param>
/// <param name="validation">The validation rows; null when there are none.</param>
internal sealed class FeatureTrainingRows(FeatureMatrix training, FeatureMatrix? validation) : TrainingRows
{
    /// <summary>Gets the number of features per row, D.</summary>
    public int Width => training.Width;

    /// <summary>Returns the same rows with only the first training rows.</summary>
    public FeatureTrainingRows Take(int rowCount) => new(training.Take(rowCount), validation);

    /// <inheritdoc />
    public override bool HasValidation => validation is not null;

    /// <inheritdoc />
    public override TrainedVae Fit(
        VaeTrainer trainer,
        VaeTrainerOptions options,
        IProgress<VaeTrainingProgress> progress,
        CancellationToken cancellationToken
    )
    {
        using var rows = MatrixTensor.From(training);
        using var validationRows = validation is null ? null : MatrixTensor.From(validation);
        return trainer.Fit(rows, validationRows, progress, cancellationToken);
    }

    /// <inheritdoc />
    public override Tensor ReadTraining(TrainedVae trained, int rowLimit = int.MaxValue) =>
        MatrixTensor.FromFirstRows(training, rowLimit);

    /// <inheritdoc />
    public override Tensor ReadValidation(TrainedVae trained, int rowLimit = int.MaxValue) =>
        MatrixTensor.FromFirstRows(validation ?? training, rowLimit);

    /// <inheritdoc />
    public override string Describe(VaeTrainerOptions options)
    {
        var chosen = options.ChosenForFeatures();
        var layers = chosen.Network switch
        {
            null => Join(chosen.HiddenDims!),
            FullyConnectedNetworkOptions network => Join(network.HiddenDims),
            ConvolutionalNetworkOptions network =>
                $"-conv({string.Join(',', network.Filters)}){Join(network.HiddenDims)}",
            _ => "-custom",
        };
        var sizes = $"{Width}{layers}-{chosen.LatentDim}";
        var judged = validation is null ? "" : $", {validation.RowCount} validation rows";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{sizes} on {training.RowCount} rows{judged}; epochs {chosen.EpochCount}, seed {chosen.Seed}"
        );
    }

    private static string Join(int[] widths) => string.Concat(widths.Select(width => $"-{width}"));
}
