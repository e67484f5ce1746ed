using Microsoft.ML;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Fits a variational autoencoder to rows of numbers (Kingma &amp; Welling 2014), on the CPU or a GPU.</summary>
/// <remarks>
/// Rows are kept in memory as float32, unless <see cref="VaeTrainingDataOptions.ShuffleBufferRows"/> is set. Every value is
/// checked before training begins. Thread safety: a trainer may be used from several threads, unless it writes checkpoints.
/// Each call trains a separate network on the calling thread. Only custom modules use torch's global
/// random generator. It is seeded for each epoch and restored afterwards, so that such networks give the same result again only
/// if nothing else uses the generator meanwhile.
/// </remarks>
/// <example>
/// <code>
/// using var vae = new VaeTrainer(new() { LatentDim = 8, EpochCount = 20 }).Fit(data, "Features");
/// vae.Export("onnx/turbines", data);
/// </code>
/// </example>
public sealed partial class VaeTrainer
{
    /// <summary>The feature column name of a model that was trained on a tensor.</summary>
    internal const string DefaultFeatureColumnName = "Features";

    private readonly VaeTrainerOptions options;

    /// <summary>Creates a trainer.</summary>
    /// <param name="options">The options of the network and the training. They are copied.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range; the message names it.</exception>
    /// <exception cref="ArgumentException">Two options set the threshold.</exception>
    /// <exception cref="InvalidOperationException">TorchSharp's native libraries cannot be loaded.</exception>
    public VaeTrainer(VaeTrainerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        TorchLibrary.Require();
        this.options = options.ToChecked();
    }

    /// <summary>Gets the options for checkpoints during training. Default: null, which means no checkpoints.</summary>
    public VaeCheckpointOptions? Checkpoints { get; init; }

    /// <summary>Gets the options for recording the training for TensorBoard and MLflow. Default: null, which records nothing.</summary>
    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    public VaeTrackingOptions? Tracking
    {
        get;
        init
        {
            value?.Check();
            field = value;
        }
    }

    /// <summary>Gets the folds of windows for the threshold; null for random folds.</summary>
    internal WindowFolds? WindowFolds { get; init; }

    /// <summary>Gets a device instead of that of the options. Tests use it.</summary>
    internal TrainingDevice? OtherDevice { get; init; }

    /// <summary>Fits a network to a column of ML.NET data.</summary>
    /// <param name="data">The training data, read once if kept in memory. One row is enough. Fewer rows than a batch train as one batch.</param>
    /// <param name="featureColumnName">The features: a Vector&lt;Single&gt; of known size; dense or sparse.</param>
    /// <param name="validationData">
    /// Rows with the same column that are evaluated after each epoch and that determine the anomaly thresholds. Default: null,
    /// which means none; the training rows then determine the thresholds.
    /// </param>
    /// <param name="progress">Receives progress reports several times per epoch. Called on the training thread. Default: null.</param>
    /// <param name="cancellationToken">Cancels training before the next step.</param>
    /// <returns>The trained model. The caller must dispose it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A column is missing, of another type or of variable size, or its width differs between the two data sets; or the column declares images of another
    /// shape than the options.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// There are no rows; a value is not finite or outside the likelihood's range (the message names row and slot); a weight or
    /// label is unusable; a checkpoint has other options or data; or torch's default type is not Float32.
    /// </exception>
    /// <exception cref="VaeDivergenceException">The loss is not finite.</exception>
    /// <exception cref="VaeModelException">
    /// A checkpoint cannot be written, or is damaged; or another training writes into the same folder.
    /// </exception>
    /// <exception cref="OperationCanceledException">Training was canceled. Only checkpoints remain.</exception>
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
        data = RowsWithWeight.Of(data, options.Data);
        InitializeTorch();
        using var locks = CheckpointLocks.Take(Checkpoints);
        var width = FeatureColumn.CheckSameWidth(data.Schema, validationData?.Schema, featureColumnName);
        FeatureColumn.CheckImage(data.Schema, featureColumnName, options);
        _ = options.LikelihoodOrDefault.SlotGroups(width); // checks their widths
        CheckColumns(data.Schema, [featureColumnName]);
        CheckValidation(options, validationData is not null);
        var chosen = options.ChosenForFeatures();
        chosen = chosen with { Image = chosen.Image ?? FeatureColumn.FindImage(data.Schema, featureColumnName) };
        var columns = ModelColumns.Of(featureColumnName, options.LikelihoodOrDefault, chosen.Image);
        return Fit(data, validationData, columns, chosen, table: null, regressions: null, progress, cancellationToken);
    }

    /// <summary>Fits a network to the rows of a tensor.</summary>
    /// <param name="rows">float32 [N, D], N and D at least 1. The trainer does not change or dispose any of the tensors.</param>
    /// <param name="validationRows">
    /// float32 [M, D], like validationData in the other overload. Default: null, which means none.
    /// </param>
    /// <param name="exampleWeights">
    /// The weight of each row: float32 [N], finite, at least 0, and not all 0, as with <see
    /// cref="VaeTrainingDataOptions.ExampleWeightColumnName"/>. Default: null, which means equal weights.
    /// </param>
    /// <param name="classes">
    /// The class of each row, int64 [N]. Any numbers are allowed. Classes then have the same total weight, as with <see
    /// cref="VaeTrainingDataOptions.ClassColumnName"/>. Default: null, which means no classes.
    /// </param>
    /// <param name="progress">Receives progress reports several times per epoch. Called on the training thread. Default: null.</param>
    /// <param name="cancellationToken">Cancels training before the next step.</param>
    /// <returns>The trained model, whose feature column is named "Features". The caller must dispose it.</returns>
    /// <exception cref="ArgumentException">
    /// A tensor does not have the required type and shape, validation rows are both passed and set aside, or the options name a column of weights or classes of which no tensor is passed.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// There are no rows; a value is not finite or outside the likelihood's range (the message names row and slot); a weight or
    /// label is unusable; a checkpoint has other options or data; or torch's default type is not Float32.
    /// </exception>
    /// <exception cref="VaeDivergenceException">The loss is not finite.</exception>
    /// <exception cref="VaeModelException">
    /// A checkpoint cannot be written, or is damaged; or another training writes into the same folder.
    /// </exception>
    /// <exception cref="OperationCanceledException">Training was canceled. Only checkpoints remain.</exception>
    public TrainedVae Fit(
        Tensor rows,
        Tensor? validationRows = null,
        Tensor? exampleWeights = null,
        Tensor? classes = null,
        IProgress<VaeTrainingProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(rows);
        var data = new TrainingTensors(rows)
        {
            ValidationRows = validationRows,
            ExampleWeights = exampleWeights,
            Classes = classes,
        };
        InitializeTorch();
        using var locks = CheckpointLocks.Take(Checkpoints);
        CheckValidation(options, validationRows is not null);
        ConditionSource.CheckNone(options);
        LabelSource.CheckNone(options);
        TrainingColumns.CheckNone(options.Data, data.ExampleWeights, data.Classes);
        var columns = ModelColumns.Of(DefaultFeatureColumnName, options.LikelihoodOrDefault);
        var values = columns.NewValues();
        using var scope = NewDisposeScope();
        var given = InMemoryReader.Check(data, values);
        using var digest = NewDigest();
        if (validationRows is not null)
        {
            FeatureTensor.Check(validationRows, (int)rows.shape[1], columns.NewValues(ofValidation: true));
        }

        digest?.Add(given);
        return Train(
            InMemoryData.Prepare(DefaultFeatureColumnName, values, given, options),
            digest?.Finish(),
            options.ChosenForFeatures(),
            null,
            null,
            null,
            null,
            progress,
            cancellationToken
        );
    }

    private TrainedVae Fit(
        IDataView data,
        IDataView? validationData,
        ModelColumns model,
        VaeTrainerOptions chosen,
        Table? table,
        Task<RegressionImputation?>? regressions,
        IProgress<VaeTrainingProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        var conditions = ConditionSource.Read(chosen, data, validationData, cancellationToken);
        var labels = LabelSource.Read(chosen, data, cancellationToken);
        labels?.CheckHasOthers();
        RowFeatures Bind(DataViewSchema schema) => conditions.AppendTo(model.Bind(schema, isStored: true), schema);
        using var scope = NewDisposeScope();
        using var digest = NewDigest();
        var validation = validationData is null
            ? null
            : FeatureColumn.Read(
                validationData,
                Bind(validationData.Schema),
                model.NewValues(conditions.Width, ofValidation: true),
                cancellationToken,
                labels: labels,
                digest: digest
            );
        var name = string.Join(", ", model.Names);
        var columns = new TrainingColumns(data.Schema, Bind(data.Schema), chosen.Data, labels);
        var values = model.NewValues(conditions.Width);
        TrainingData rows =
            chosen.Data.ShuffleBufferRows > 0
                ? new StreamedSource(data, name, columns, chosen).Check(values, validation, cancellationToken, digest)
                : InMemoryData.Prepare(
                    name,
                    values,
                    InMemoryReader.Read(data, columns, values, cancellationToken, digest) with
                    {
                        Validation = validation,
                    },
                    chosen
                );
        return Train(
            rows,
            digest?.Finish(),
            chosen,
            table,
            regressions,
            conditions.Conditions,
            labels,
            progress,
            cancellationToken
        );
    }

    /// <summary>Returns the digest of the rows for checkpoints; null without checkpoints.</summary>
    private RowDigest? NewDigest() => Checkpoints is null ? null : new();

    private static void InitializeTorch()
    {
        if (get_default_dtype() is not ScalarType.Float32 and var type)
        {
            throw new InvalidOperationException(
                $"torch.set_default_dtype was called with {type}, but VaeTrainer computes with Float32. Call torch.set_default_dtype(torch.float32) before Fit."
            );
        }

        SingleThreadedOperators.InitializeThread();
    }

    /// <summary>Checks the columns that options name, before rows are read.</summary>
    private void CheckColumns(DataViewSchema schema, IReadOnlyList<string> names)
    {
        ConditionSource.Check(options, schema, names);
        LabelSource.Check(options, schema, names, ColumnRole.Label);
        TrainingColumns.Check(schema, options.Data);
    }

    private static void CheckValidation(VaeTrainerOptions options, bool isGiven)
    {
        var share = options.Data.ValidationShareOrDefault;
        ValidationSplit.CheckNotGivenToo(share, isGiven);
        if (options.EarlyStopping is not null && !isGiven && share == 0)
        {
            throw new InvalidOperationException(
                "VaeTrainerOptions.EarlyStopping needs validation rows, but there are none. Pass validation data, or set "
                    + "VaeTrainerOptions.Data.ValidationShare."
            );
        }

        if (options.Threshold?.FalsePositiveRate is not null && !isGiven && share == 0)
        {
            throw new InvalidOperationException(
                "VaeTrainerOptions.Threshold.FalsePositiveRate needs validation rows, because the model fits the training rows "
                    + "better than others, but there are none. Pass normal rows as validation data, or set VaeTrainerOptions.Data.ValidationShare."
            );
        }
    }

    private TrainedVae Train(
        TrainingData data,
        RowChecksums? checksums,
        VaeTrainerOptions chosen,
        Table? table,
        Task<RegressionImputation?>? regressions,
        Conditions? conditions,
        LabelSource? labels,
        IProgress<VaeTrainingProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (table is null)
        {
            chosen.CheckImage(data.InputDim);
        }

        if (labels is not null && data.Labeled is null)
        {
            throw LabelSource.NoLabels(options.Labels!);
        }

        var isCrossValidated = CrossValidation.Applies(chosen, data);
        var scoredRows = (data.Validation?.Count ?? 0) + (isCrossValidated ? data.CountedRows : 0);
        options.ThresholdRule.CheckRowCount(scoredRows > 0 ? scoredRows : data.Sample.Count, "to validate on");
        var checkpoints = Checkpoints is null ? null : new TrainingCheckpoints(Checkpoints, chosen, checksums!);
        VariationalAutoencoder NewNetwork() =>
            new(data.InputDim, chosen, table, conditions, labels is { MarksAnomalies: false } ? labels.Column : null);
        var network = NewNetwork();
        TrainingTracker? tracker = null;
        TrainingDevice? device = null;
        using var rows = data;
        try
        {
            device =
                OtherDevice
                ?? TrainingDevice.Find(options.Device, TrainingStep.Operations(network, chosen.BatchSizeOrDefault));
            tracker = Tracking is null ? null : new TrainingTracker(Tracking, chosen, TimeProvider.System);
            using var run = new TrainingRun(
                chosen,
                data,
                network,
                checkpoints,
                device,
                chosen.EarlyStopping is not null
            )
            {
                CrossValidation = isCrossValidated
                    ? new(chosen, (InMemoryData)data, NewNetwork, device) { Windows = WindowFolds }
                    : null,
                Regressions = regressions,
            };
            var trained = run.Run(
                tracker is null ? progress : new TrackedProgress(tracker, progress),
                cancellationToken
            );
            tracker?.Finish(trained, data.Sample);
            return trained;
        }
        catch (Exception e)
        {
            network.Dispose();
            tracker?.Fail(isCanceled: e is OperationCanceledException);
            if (device?.Explain(e, chosen.BatchSizeOrDefault) is { } explained)
            {
                throw explained;
            }

            throw;
        }
        finally
        {
            tracker?.Dispose();
        }
    }
}
