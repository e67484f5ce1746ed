using Microsoft.ML;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Fits a variational autoencoder to rows of numbers (Kingma &amp; Welling 2014), with Adam on the CPU.</summary>
/// <remarks>
/// All rows are held in memory as float32. Every value is checked on its way in. Thread safety: a trainer may be used
/// from several threads; each call trains a network of its own, on the calling thread, and touches no global random
/// state that a result depends on.
/// </remarks>
/// <example>
/// <code>
/// using var vae = new VaeTrainer(new() { LatentDim = 8, EpochCount = 20 }).Fit(data, "Features");
/// vae.Export("onnx/turbines", data);
/// </code>
/// </example>
public sealed class VaeTrainer
{
    /// <summary>The name that a model trained on a tensor gives its feature column.</summary>
    internal const string DefaultFeatureColumnName = "Features";

    private readonly VaeTrainerOptions options;

    /// <summary>Makes a trainer.</summary>
    /// <param name="options">How to build and fit the network; copied.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range; the message names it.</exception>
    public VaeTrainer(VaeTrainerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options.ToChecked();
    }

    /// <summary>Fits a network to a column of ML.NET data.</summary>
    /// <param name="data">The training data, read once. One row is enough; fewer rows than a batch train as one batch.</param>
    /// <param name="featureColumnName">The features: a Vector&lt;Single&gt; of known size; dense or sparse.</param>
    /// <param name="validationData">
    /// Rows to evaluate after each epoch and to take the anomaly thresholds from; same column. Default null: none, the
    /// thresholds then come from the training rows.
    /// </param>
    /// <param name="progress">Told several times per epoch, on the training thread. Default null.</param>
    /// <param name="cancellationToken">Stops training before the next step.</param>
    /// <returns>The trained model; the caller disposes it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The column is missing, of another type or of variable size, or its width differs between the two data sets.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// There are no rows; a value is not finite or outside the likelihood's range (row and slot are named); or the loss
    /// diverged.
    /// </exception>
    /// <exception cref="OperationCanceledException">Training was cancelled; nothing is left behind.</exception>
    public TrainedVae Fit(
        IDataView data,
        string featureColumnName,
        IDataView? validationData = null,
        IProgress<VaeTrainingProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentException.ThrowIfNullOrEmpty(featureColumnName);
        FeatureColumn.CheckSameWidth(data.Schema, validationData?.Schema, featureColumnName);
        var values = NewValues(featureColumnName);
        using var rows = FeatureColumn.Read(data, featureColumnName, values, cancellationToken);
        using var validationRows = validationData is null
            ? null
            : FeatureColumn.Read(
                validationData,
                featureColumnName,
                NewValues(featureColumnName, true),
                cancellationToken
            );
        return Train(new(featureColumnName, rows, validationRows, values), progress, cancellationToken);
    }

    /// <summary>Fits a network to the rows of a tensor.</summary>
    /// <param name="rows">float32 [N, D], N and D at least 1; not changed, and not disposed.</param>
    /// <param name="validationRows">float32 [M, D], as validationData in the other overload. Default null: none.</param>
    /// <param name="progress">Told several times per epoch, on the training thread. Default null.</param>
    /// <param name="cancellationToken">Stops training before the next step.</param>
    /// <returns>The trained model; its feature column is named "Features". The caller disposes it.</returns>
    /// <exception cref="ArgumentException">A tensor is not float32 [N, D], or the widths differ.</exception>
    /// <exception cref="InvalidOperationException">
    /// There are no rows; a value is not finite or outside the likelihood's range (row and slot are named); or the loss
    /// diverged.
    /// </exception>
    /// <exception cref="OperationCanceledException">Training was cancelled; nothing is left behind.</exception>
    public TrainedVae Fit(
        Tensor rows,
        Tensor? validationRows = null,
        IProgress<VaeTrainingProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(rows);
        var values = NewValues(DefaultFeatureColumnName);
        FeatureTensor.Check(rows, null, values);
        if (validationRows is not null)
        {
            FeatureTensor.Check(validationRows, (int)rows.shape[1], NewValues(DefaultFeatureColumnName, true));
        }

        return Train(new(DefaultFeatureColumnName, rows, validationRows, values), progress, cancellationToken);
    }

    private FeatureValues NewValues(string columnName, bool ofValidation = false) =>
        new(options.Likelihood, $"'{columnName}'{(ofValidation ? " of the validation data" : "")}");

    private TrainedVae Train(
        TrainingRows rows,
        IProgress<VaeTrainingProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        var network = new VariationalAutoencoder(rows.InputDim, options);
        try
        {
            var history = RunEpochs(network, rows, progress, cancellationToken);
            return new TrainedVae(options, rows.ColumnName, network, history, rows.Summarize(network, options));
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    private List<VaeEpoch> RunEpochs(
        VariationalAutoencoder network,
        TrainingRows rows,
        IProgress<VaeTrainingProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        using var loop = new TrainingLoop(options, network);
        List<VaeEpoch> history = [];
        for (var epoch = 1; epoch <= options.EpochCount; epoch++)
        {
            var trained = loop.RunEpoch(epoch, rows.Training, progress, cancellationToken);
            var completed = trained with { Validation = Validate(network, rows.Validation, epoch) };
            history.Add(completed);
            var rowCount = rows.Training.shape[0];
            progress?.Report(new(epoch, options.EpochCount, rowCount, rowCount, completed.Training, completed));
        }

        return history;
    }

    private VaeLoss? Validate(VariationalAutoencoder network, Tensor? rows, int epoch)
    {
        if (rows is null)
        {
            return null;
        }

        var loss = Evaluation.MeanLoss(network, rows, options.Seed, options.Beta);
        return double.IsFinite(loss.Total) ? loss : throw Divergence.AfterEpoch(epoch, loss, options);
    }
}
