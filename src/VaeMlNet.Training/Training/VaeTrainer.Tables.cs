using Microsoft.ML;

namespace VaeMlNet;

public sealed partial class VaeTrainer
{
    /// <summary>
    /// Fits a network to the raw columns of a table: numbers, Booleans and categories. Missing cells are allowed.
    /// </summary>
    /// <remarks>
    /// The model also reads the raw columns: standardization, one-hot encoding and the handling of missing cells are part of
    /// the model and of its ONNX graphs. The values of missing cells (NaN or key 0) do not contribute to the loss. The encoder receives 0,
    /// the mean, instead, and for number slots with missing cells also a mark. The marks of missing cells contribute as <see
    /// cref="VaeTrainerOptions.MissingCells"/> says. Options that were not set are chosen from the
    /// data; <see cref="TrainedVae.Options"/> contains them. The data is read twice: the first pass computes the columns' means
    /// and standard deviations.
    /// </remarks>
    /// <param name="data">The training data.</param>
    /// <param name="columnNames">The columns: Single, Vector&lt;Single&gt; of known size, Boolean, or Key&lt;UInt32&gt;.</param>
    /// <param name="validationData">
    /// Rows that are evaluated after each epoch and that determine the anomaly thresholds. Default: null, which means none.
    /// </param>
    /// <param name="progress">Receives progress reports several times per epoch. Called on the training thread. Default: null.</param>
    /// <param name="cancellationToken">Cancels training before the next step.</param>
    /// <returns>The trained model. The caller must dispose it.</returns>
    /// <exception cref="ArgumentException">No column is named.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A column is missing, named twice, of another type, or differs between the two data sets; or a likelihood is not for
    /// numbers, or belongs to a column that is not a column of numbers.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// There are no rows; a number is infinite or not allowed by its likelihood; a weight or label is unusable; a checkpoint
    /// has other options or data; or torch's default type is not Float32.
    /// </exception>
    /// <exception cref="VaeDivergenceException">The loss is not finite.</exception>
    /// <exception cref="VaeModelException">
    /// A checkpoint cannot be written, or is damaged; or another training writes into the same folder.
    /// </exception>
    /// <exception cref="OperationCanceledException">Training was canceled. Only checkpoints remain.</exception>
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
        data = RowsWithWeight.Of(data, options.Data);
        InitializeTorch();
        using var locks = CheckpointLocks.Take(Checkpoints);
        var defaults = Defaults.ForNumberSlots(RawTable.CountNumberSlots(data.Schema, columnNames), options.Network);
        VaeLikelihoodOptions LikelihoodOf(string name) => options.LikelihoodOf(name, defaults);
        var raw = new RawTable(data.Schema, columnNames, LikelihoodOf);
        options.CheckColumnLikelihoods(raw);
        options.CheckImage(raw);
        CheckColumns(data.Schema, columnNames);
        var rawValidation = validationData is null
            ? null
            : new RawTable(validationData.Schema, columnNames, LikelihoodOf);
        var sample = options.MayUseRegressions(raw.Width) ? new RawSample(raw.Width) : null;
        var related = options.MayFindRelations(raw.Width) ? RelationSearch.NewSample(raw.Width) : null;
        var (table, rowCount) = TableStatistics.Read(
            data,
            raw,
            hasSeenRanges: options.Series is null,
            cancellationToken,
            [.. new[] { sample, related }.OfType<RawSample>()]
        );
        rawValidation?.CheckIsLike(table.Columns);
        var chosen = options.ChosenFor(
            defaults.ForColumns(table),
            table.ValueWidth,
            rowCount,
            validationData is not null
        );
        CheckValidation(chosen, validationData is not null);
        table = table with
        {
            Columns =
            [
                .. SeenRange
                    .WithSigns(
                        table,
                        name =>
                            options.TableSchema?.Find(name) is { Kind: VaeColumnKind.Date, Since: var since }
                                ? since is not null
                                : null
                    )
                    .Select(column => column with { IsEmbedded = column.KeyCount > chosen.EmbedCategoriesAbove }),
            ],
            MarksAllMissing = chosen.InputNoiseOrDefault.Kind == VaeInputNoiseKind.HiddenCells,
            MissingCells = chosen.MissingCells!.Value,
        };
        if (chosen is { Network: ConvolutionalNetworkOptions images, Series: null })
        {
            images.CheckWidth(table.EncoderWidth); // before the search, which takes longer
        }

        table = table with
        {
            Relations = related is null ? null : RelationSearch.Find(table, related, cancellationToken),
        };
        table = chosen.Series is { } series ? TableWindows.Standardize(table, series) : table;
        // The regressions of small tables are fitted while the network learns.
        var isSmall = sample is not null && rowCount < TrainerDefaults.RowsOfLargeTable;
        using var singleThreaded = SingleThreadedOperators.BeginIf(isSmall);
        var regressions = isSmall
            ? Task.Factory.StartNew(
                FitRegressions,
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default
            )
            : Task.FromResult(FitRegressions());
        try
        {
            return Fit(
                data,
                validationData,
                ModelColumns.Of(table),
                chosen,
                table,
                regressions,
                progress,
                cancellationToken
            );
        }
        finally
        {
            ((IAsyncResult)regressions).AsyncWaitHandle.WaitOne(); // the training throws its error, if it needs the result
        }

        RegressionImputation? FitRegressions()
        {
            using var ofThread = SingleThreadedOperators.BeginIf(isSmall);
            return sample is null ? null : RegressionImputationFit.Fit(table, sample, options.Seed, cancellationToken);
        }
    }

    /// <summary>
    /// Gets whether null options are chosen for anomaly detection in tables: Student's t for numbers, and a trimmed loss.
    /// <c>AnomalyDetection.Trainers.Vae</c> always does so.
    /// </summary>
    /// <value>Default: false, which chooses options for latents, imputation and synthetic rows.</value>
    /// <remarks>Set it for tables that can contain anomalies. Ignored for features.</remarks>
    public bool ForAnomalies
    {
        get => Defaults == TrainerDefaults.Detectors;
        init => Defaults = value ? TrainerDefaults.Detectors : TrainerDefaults.Tables;
    }

    /// <summary>Gets the values that replace null options for tables.</summary>
    internal TrainerDefaults Defaults { get; init; } = TrainerDefaults.Tables;

    /// <summary>Reads a table once, and returns the options with the values that <see cref="Fit(IDataView, IReadOnlyList{string}, IDataView?, IProgress{VaeTrainingProgress}?, CancellationToken)"/> chooses from it.</summary>
    internal (VaeTrainerOptions Options, Table Table) Choose(
        IDataView data,
        IReadOnlyList<string> columnNames,
        CancellationToken cancellationToken
    )
    {
        var defaults = Defaults.ForNumberSlots(RawTable.CountNumberSlots(data.Schema, columnNames), options.Network);
        var raw = new RawTable(data.Schema, columnNames, name => options.LikelihoodOf(name, defaults));
        options.CheckColumnLikelihoods(raw);
        var (table, rowCount) = TableStatistics.Read(
            data,
            raw,
            hasSeenRanges: options.Series is null,
            cancellationToken
        );
        return (options.ChosenFor(defaults.ForColumns(table), table.ValueWidth, rowCount), table);
    }

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
}
