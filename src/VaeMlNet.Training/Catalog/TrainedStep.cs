using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace VaeMlNet;

/// <summary>The part that estimators with training share: it trains a model on columns and opens it.</summary>
/// <remarks>Thread safety: immutable.</remarks>
internal sealed class TrainedStep
{
    /// <summary>The number of rows on which ONNX Runtime and TorchSharp are compared.</summary>
    private const int ParityRowCount = 256;

    private readonly VaeTrainerOptions options;
    private readonly TrainerDefaults defaults;

    /// <param name="environment">The environment of the catalog.</param>
    /// <param name="name">The name of the estimator in messages.</param>
    /// <param name="inputColumnNames">The columns.</param>
    /// <param name="options">The training options, which are copied.</param>
    /// <param name="defaults">The values of options that were not given.</param>
    /// <exception cref="ArgumentException">No column is named, or a name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range, or a column is named twice.</exception>
    public TrainedStep(
        IHostEnvironment environment,
        string name,
        IReadOnlyList<string> inputColumnNames,
        VaeTrainerOptions options,
        TrainerDefaults defaults
    )
    {
        VaeTrainer.CheckNames(inputColumnNames);
        TorchLibrary.Require();
        Environment = environment;
        Name = name;
        InputColumnNames = [.. inputColumnNames];
        this.options = options.ToChecked();
        RawTable.CheckDiffer(inputColumnNames);
        ConditionSource.CheckDiffer(this.options, inputColumnNames);
        LabelSource.CheckDiffers(this.options, inputColumnNames);
        this.defaults = defaults;
    }

    /// <summary>Gets the environment of the catalog.</summary>
    public IHostEnvironment Environment { get; }

    /// <summary>Gets the name of the estimator in messages.</summary>
    public string Name { get; }

    public string[] InputColumnNames { get; }

    /// <summary>
    /// Gets a placeholder for an output of a graph that does not exist before training. Promised columns do not depend on it.
    /// </summary>
    public static GraphTensor AnyTensor { get; } = new("", 1);

    /// <summary>Gets a value indicating whether training can give the scores distances to normal rows, or what known anomalies say.</summary>
    public bool MayChangeReconstructionErrors => options.NormalRows || options.Labels is KnownAnomalyLabelOptions;

    /// <summary>Gets a value indicating whether the slots of latents will have names.</summary>
    public bool HasNamedLatents =>
        options.Labels is SemiSupervisedLabelOptions
        || options.Latent.Create(latentDim: 1).Describe().SlotNames() is not null;

    /// <summary>
    /// Gets a value indicating whether the column's values are used unchanged, because the likelihood restricts their range.
    /// </summary>
    public bool TakesFeaturesAsTheyAre => InputColumnNames.Length == 1 && options.IsOfFeatures;

    /// <summary>Gets a value indicating whether the latents will have log-variances.</summary>
    public bool HasLogVariances =>
        options.Latent.Create(latentDim: 1).EncoderOutputs.Any(output => output.Name == GraphTensors.LogVariance);

    /// <summary>Gets the name of the model in messages.</summary>
    public string Description => DescriptionOf(Name);

    /// <summary>Returns whether the model will have key columns, whose cells can be of unseen categories.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing.</exception>
    public bool HasCategories(DataViewSchema schema) =>
        !TakesFeaturesAsTheyAre
        && InputColumnNames.Any(name => ColumnChecks.Find(schema, name, ColumnRole.Input).Type is KeyDataViewType);

    /// <summary>Trains a model and opens it in memory.</summary>
    public StepModel Train(IDataView data, SessionSettings settings)
    {
        using var channel = Environment.Start(Name);
        var progress = new EpochLog(channel);
        var trainer = new VaeTrainer(options) { Defaults = defaults };
        using var trained = TakesFeaturesAsTheyAre
            ? trainer.Fit(data, InputColumnNames[0], progress: progress)
            : trainer.Fit(data, InputColumnNames, progress: progress);
        return Open(trained, data, Name, settings);
    }

    /// <summary>Returns the settings of the step that runs a model, before it is trained.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number of threads is below 1.</exception>
    public static SessionSettings Settings(int? intraOpThreadCount) =>
        SessionSettings.From(new() { IntraOpThreadCount = intraOpThreadCount });

    /// <summary>Opens a trained model in memory, without the disk.</summary>
    /// <param name="trained">The model.</param>
    /// <param name="parityData">The rows on which ONNX Runtime and TorchSharp are compared.</param>
    /// <param name="name">The name of the estimator in messages.</param>
    /// <param name="settings">The settings of the step that runs the model.</param>
    public static StepModel Open(TrainedVae trained, IDataView parityData, string name, SessionSettings settings) =>
        new(trained.ExportToMemory(name.ToLowerInvariant(), DescriptionOf(name), parityData, ParityRowCount), settings);

    /// <summary>
    /// Returns the data's columns with the columns that an estimator promises. A shape contains no sizes; training checks them.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or has a type that the model does not support.</exception>
    public SchemaShape OutputShape(SchemaShape shape, IEnumerable<OutputColumn> promised)
    {
        SchemaShape.Column[] columns =
        [
            .. InputColumnNames.Select(name => ColumnChecks.Find(shape, name, ColumnRole.Input, Name)),
        ];
        foreach (var column in columns)
        {
            if (TakesFeaturesAsTheyAre)
            {
                FeatureColumn.CheckShape(column);
            }
            else
            {
                RawColumn.CheckShape(column, ColumnRole.Input);
            }
        }

        foreach (var condition in options.ConditionColumns ?? [])
        {
            RawColumn.CheckShape(ColumnChecks.Find(shape, condition, ColumnRole.Condition, Name), ColumnRole.Condition);
        }

        if (options.Labels is { } labels)
        {
            LabelSource.CheckShape(ColumnChecks.Find(shape, labels.ColumnName, ColumnRole.Label, Name), labels);
        }

        TrainingColumns.CheckShape(Name, shape, options.Data);
        return OutputColumn.AddTo(shape, [.. promised], _ => columns[0]);
    }

    private static string DescriptionOf(string name) => $"trained in the pipeline by {name}";
}

/// <summary>Writes about ten lines per training about its epochs to <c>MLContext.Log</c>.</summary>
internal sealed class EpochLog(IChannel channel) : IProgress<VaeTrainingProgress>
{
    private const int LineCount = 10;

    public void Report(VaeTrainingProgress value)
    {
        if (value.CompletedEpoch is { } epoch && IsTold(epoch.Epoch, value.EpochCount))
        {
            var loss = epoch.Validation ?? epoch.Training;
            channel.Info(
                MessageSensitivity.None,
                FormattableString.Invariant(
                    $"epoch {epoch.Epoch}/{value.EpochCount}: loss {loss.Total:F2} = reconstruction {loss.Reconstruction:F2} + {Weight(loss)}KL {loss.Kl:F2}{OtherTerms(loss)} nats"
                )
            );
        }
    }

    private static string Weight(VaeLoss loss) =>
        loss.Beta == 1 ? "" : FormattableString.Invariant($"{loss.Beta:0.####} * ");

    private static string OtherTerms(VaeLoss loss) =>
        loss.OtherTerms == 0 ? "" : FormattableString.Invariant($" + other terms {loss.OtherTerms:F2}");

    private static bool IsTold(int epoch, int count) => epoch == count || epoch % Math.Max(1, count / LineCount) == 0;
}
