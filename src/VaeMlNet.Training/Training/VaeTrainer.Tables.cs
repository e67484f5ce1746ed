using Microsoft.ML;
using static TorchSharp.torch;

namespace VaeMlNet;

public sealed partial class VaeTrainer
{
    /// <summary>Fits a network to the raw columns of a table: numbers, Booleans and categories, with missing cells.</summary>
    /// <remarks>
    /// The model takes the raw columns, too: standardization, one-hot expansion and the handling of missing cells are part
    /// of it and of the ONNX graphs that it is exported to. Missing cells, NaN or key 0, have no part in the loss; the
    /// encoder is given 0, the mean, and told where numbers are missing in slots that had missing cells. Options that
    /// were not set are chosen from the data; <see cref="TrainedVae.Options"/> says how. The data is read twice: for the
    /// columns' means and spreads first.
    /// </remarks>
    /// <param name="data">The training data.</param>
    /// <param name="columnNames">The columns: Single, Vector&lt;Single&gt; of known size, Boolean, or Key&lt;UInt32&gt;.</param>
    /// <param name="validationData">Rows to evaluate after each epoch and to take the anomaly thresholds from. Default null: none.</param>
    /// <param name="progress">Receives progress reports several times per epoch. Called on the training thread. Default: null.</param>
    /// <param name="cancellationToken">Stops training before the next step.</param>
    /// <returns>The trained model; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">No column is named.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A column is missing, named twice, of another type, or differs between the two data sets; or a likelihood is not one of
    /// numbers, or of a column that is not a column of numbers.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// There are no rows; a number is infinite or not one that its likelihood allows; a weight or label is unusable; or a checkpoint is of other options or data.
    /// </exception>
    /// <exception cref="VaeDivergenceException">The loss is no longer a number.</exception>
    /// <exception cref="VaeModelException">
    /// A checkpoint cannot be written, or is damaged; or another training writes into the same folder.
    /// </exception>
    /// <exception cref="OperationCanceledException">Training was canceled; only checkpoints are left behind.</exception>
    public TrainedVae Fit(
        IDataView data,
        IReadOnlyList<string> columnNames,
        IDataView? validationData = null,
        IProgress<VaeTrainingProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(data);
        CheckNames(columnNames);
        using var locks = CheckpointLocks.Take(Checkpoints);
        CheckValidation(validationData is not null);
        DecoderLikelihood LikelihoodOf(string name) => options.LikelihoodOf(name, Defaults);
        var raw = new RawTable(data.Schema, columnNames, LikelihoodOf);
        options.CheckColumnLikelihoods(raw);
        var rawValidation = validationData is null
            ? null
            : new RawTable(validationData.Schema, columnNames, LikelihoodOf);
        var (table, rowCount) = TableStatistics.Read(data, raw, cancellationToken);
        rawValidation?.CheckIsLike(table);
        var chosen = options.ChosenFor(table, rowCount, Defaults);
        using var scope = NewDisposeScope();
        var validation = rawValidation is null
            ? null
            : FeatureColumn.Read(
                validationData!,
                new TableFeatures(rawValidation, table),
                TableValues($"{raw.Source} of the validation data"),
                cancellationToken
            );
        var columns = new TrainingColumns(data.Schema, new TableFeatures(raw, table), chosen.Data);
        var values = TableValues(raw.Source);
        var rows = ReadRows(
            data,
            string.Join(", ", columnNames),
            columns,
            values,
            validation,
            chosen,
            cancellationToken
        );
        return Train(rows, chosen, table, progress, cancellationToken);
    }

    /// <summary>
    /// Gets whether options that are null are chosen for the detection of anomalies in tables, as
    /// <c>AnomalyDetection.Trainers.Vae</c> does: Student's t for numbers, and a trimmed loss.
    /// </summary>
    /// <value>Default: false, which chooses options for latents, imputation and synthetic rows.</value>
    /// <remarks>Ignored for features.</remarks>
    public bool ForAnomalies
    {
        get => Defaults == TableDefaults.Detection;
        init => Defaults = value ? TableDefaults.Detection : TableDefaults.General;
    }

    /// <summary>Gets the values that replace null options for tables.</summary>
    internal TableDefaults Defaults { get; init; } = TableDefaults.General;

    internal static void CheckNames(IReadOnlyList<string> columnNames)
    {
        ArgumentNullException.ThrowIfNull(columnNames);
        if (columnNames.Count == 0)
        {
            throw new ArgumentException("No column is named to train on. Name at least one.", nameof(columnNames));
        }

        foreach (var name in columnNames)
        {
            ArgumentException.ThrowIfNullOrEmpty(name, nameof(columnNames));
        }
    }

    /// <summary>Raw values are checked as they are read; what they are encoded as needs no check.</summary>
    private static FeatureValues TableValues(string source) => new(_ => [], source);
}
