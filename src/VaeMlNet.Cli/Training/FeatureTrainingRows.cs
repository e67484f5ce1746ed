using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace VaeMlNet.Cli;

/// <summary>Rows of features, all of which are numbers.</summary>
/// <param name="training">The training rows.</param>
/// <param name="validation">The validation rows; null when there are none.</param>
internal sealed class FeatureTrainingRows(FeatureRows training, FeatureRows? validation)
    : TrainingRows(training.View(), validation?.View())
{
    public override int MostProgressLines => int.MaxValue;

    public override bool FindsColumns => false;

    public override (CsvFile, IReadOnlyList<CsvColumn>)? Cells =>
        validation is null && File is CsvFeatureFile csv
            ? (csv.File, [CsvColumn.Features(FeatureFileView.ColumnName, csv.ColumnNames)])
            : null;

    /// <summary>Gets the number of features per row, D.</summary>
    public int Width => training.Width;

    /// <summary>Gets the rows of the evaluation, which are in memory once.</summary>
    private FeatureRows Evaluated => validation ?? training;

    /// <summary>Gets the file of the training rows.</summary>
    public FeatureFile File => training.File;

    /// <summary>Gets the number of training rows.</summary>
    public int RowCount => (int)training.Count;

    /// <summary>Gets the labels of the training rows; null without labels.</summary>
    public ImageLabels? Labels { get; init; }

    /// <summary>Returns the same rows with labels.</summary>
    public FeatureTrainingRows WithLabels(ImageLabels? labels) =>
        labels is null ? this : new(training, validation) { Image = Image, Labels = labels };

    /// <summary>Returns the same rows with only the first training rows.</summary>
    public FeatureTrainingRows Take(int rowCount) =>
        new(training.Take(rowCount), validation) { Image = Image, Labels = Labels?.Take(Math.Min(rowCount, RowCount)) };

    public override TrainedVae Fit(
        VaeTrainer trainer,
        VaeTrainerOptions options,
        IProgress<VaeTrainingProgress> progress,
        CancellationToken cancellationToken
    ) =>
        Labels is null
            ? trainer.Fit(training.All, validation?.All, progress: progress, cancellationToken: cancellationToken)
            : trainer.Fit(
                View(training, Labels),
                FeatureFileView.ColumnName,
                validation?.View(),
                progress,
                cancellationToken
            );

    public override Tensor ReadValidation(TrainedVae trained, int rowLimit) => Evaluated.First(rowLimit);

    public override VaeLoss Evaluate(TrainedVae trained) => trained.Evaluate(Evaluated.All);

    public override VaeEvaluation Diagnose(
        TrainedVae trained,
        int rowLimit,
        int sampleCount,
        int seed,
        IProgress<double> progress,
        CancellationToken cancellationToken
    )
    {
        using var rows = Evaluated.First(rowLimit);
        return trained.Diagnose(rows, sampleCount, seed, progress, cancellationToken);
    }

    public override IEnumerable<string> DescribeResult(TrainedVae trained) => [];

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
        var judged = validation is null ? "" : $", {validation.Count} validation rows";
        return FormattableString.Invariant(
            $"{sizes} on {training.Count} rows{judged}; epochs {chosen.EpochCount}, seed {chosen.Seed}"
        );
    }

    /// <summary>Returns rows with their labels as keys; labels from the number of keys on are missing. Every pass reads the file.</summary>
    private static IDataView View(FeatureRows rows, ImageLabels labels)
    {
        var count = labels.Count;
        var schema = SchemaDefinition.Create(typeof(LabeledRow));
        schema[FeatureFileView.ColumnName].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows.Width);
        schema[ImageLabels.ColumnName].ColumnType = new KeyDataViewType(typeof(uint), (ulong)count);
        return new MLContext(seed: 1).Data.LoadFromEnumerable(
            rows.ReadRows()
                .Zip(
                    labels.Values,
                    (row, label) => new LabeledRow { Features = row, Label = (uint)Math.Min(label, count) }
                ),
            schema
        );
    }

    private sealed class LabeledRow
    {
        public float[] Features { get; set; } = [];

        public uint Label { get; set; }
    }

    private static string Join(int[] widths) => string.Concat(widths.Select(width => $"-{width}"));
}
