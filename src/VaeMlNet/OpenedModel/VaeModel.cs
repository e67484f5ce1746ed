using Microsoft.ML.Runtime;

namespace VaeMlNet;

/// <summary>An opened and verified model folder. It encodes and scores rows, decodes latents, and verifies itself.</summary>
/// <remarks>
/// Its methods take arrays. For pipelines, pass the model to the steps of <c>mlContext.Transforms</c>, such as
/// <c>VaeEncode</c>, which then share its sessions, and to <c>mlContext.Data.VaeSample</c>. Opening the folder reads the graphs
/// into memory; only <see cref="Verify"/> reads the folder again. Dispose the model to release its ONNX Runtime sessions, which
/// it shares with all other users of the same model and settings in the process. Thread safety: all members may be used from
/// several threads at once.
/// </remarks>
public sealed partial class VaeModel : IDisposable
{
    private readonly ModelFolder folder;
    private readonly SessionSettings settings;
    private readonly InputRange latentRange;
    private readonly GraphSession encoder; // its embedding alone, as VaeEncode runs it
    private readonly GraphSession completeEncoder;
    private readonly GraphSession decoder;
    private readonly GraphSession scorer;
    private readonly GraphSession first; // opened with the model: the encoder, or the scorer of a baseline
    private readonly Lazy<VaeScorer> ownScorer;
    private readonly GraphSession? imputer;
    private readonly GraphSession? hidingEncoder;

    private VaeModel(ModelFolder folder, SessionSettings settings)
    {
        this.folder = folder;
        this.settings = settings;
        latentRange = InputRange.OfLatents(folder.Manifest, folder.Path);
        var owner = new ModelFolderOwner($"{nameof(VaeModel)} '{folder.Path}'");
        var embedding = GraphTensors.EncoderOutputs(folder.Manifest).Take(1).Select(output => output.Name);
        encoder = new(
            folder.Path,
            ModelFolderFiles.Encoder,
            () => OnnxGraphPruner.Keep(folder.Encoder, [.. embedding]),
            settings,
            owner
        );
        completeEncoder = new(folder.Path, ModelFolderFiles.Encoder, () => folder.Encoder, settings, owner);
        decoder = new(folder.Path, ModelFolderFiles.Decoder, () => folder.Decoder, settings, owner);
        scorer = new(folder.Path, ModelFolderFiles.Scorer, () => folder.Scorer, settings, owner);
        ownScorer = new(() => CreateScorer());
        imputer = folder.Imputer is { } graph
            ? new(folder.Path, ModelFolderFiles.Imputer, () => graph, settings, owner)
            : null;
        HiddenBooleans = Manifest.HasLatents ? HidingEncoder.FindMarks(folder.Manifest, folder.Encoder) : null;
        hidingEncoder = HiddenBooleans is { } marks
            ? new(folder.Path, ModelFolderFiles.Encoder, () => HidingEncoder.Create(folder, marks), settings, owner)
            : null;
        first = Manifest.HasLatents ? encoder : scorer;
        ExecutionProvider = first.Lease.Session.ExecutionProvider;
    }

    /// <summary>Gets the folder as it was passed to <see cref="Open(string, VaeSessionOptions)"/>; "zip archive" for a model without a folder.</summary>
    public string Folder => folder.Path;

    /// <summary>Gets the contents of manifest.json.</summary>
    public VaeManifest Manifest => folder.Manifest;

    /// <summary>Gets the width D of one input row. For a table model, it is the number of slots of its raw columns.</summary>
    public int InputDim => Manifest.Architecture.InputDim;

    /// <summary>Gets the width L of one latent row.</summary>
    public int LatentDim => Manifest.Latent.Dim;

    /// <summary>Gets the epochs of the training in order, from <c>history.json</c>; empty if the folder has none.</summary>
    public IReadOnlyList<VaeEpoch> History => folder.History?.Epochs ?? [];

    /// <summary>
    /// Gets the epoch with the lowest validation loss at the full weight of KL, or without validation data with the lowest training loss;
    /// null if the folder has no history.
    /// </summary>
    public VaeEpoch? BestEpoch => folder.History is { } history ? history.Epochs[history.BestEpoch - 1] : null;

    /// <summary>
    /// Gets the number of rows whose scores p-values are computed from, from <c>calibration.json</c>; null if the folder has
    /// none. Folders of older versions have none.
    /// </summary>
    public long? CalibrationRows => folder.Calibration?.Rows;

    /// <summary>Gets the scores from which p-values are computed; null if the folder has none.</summary>
    internal CalibrationScores? Calibration => folder.Calibration;

    /// <summary>Gets the ratio by which synthetic rows are chosen; null if the folder has none.</summary>
    internal DensityRatio? DensityRatio => folder.DensityRatio;

    /// <summary>Gets the execution provider of the model: <c>CPUExecutionProvider</c> or <c>CUDAExecutionProvider</c>.</summary>
    public string ExecutionProvider { get; }

    /// <summary>
    /// Opens a model folder: checks the sum of every file, the manifest, and the names, types and shapes of the graphs.
    /// </summary>
    /// <param name="modelFolder">The folder, such as <c>onnx/mnist</c>.</param>
    /// <param name="options">Device and threads. Default: the CPU.</param>
    /// <returns>The model. The caller must dispose it.</returns>
    /// <exception cref="VaeModelException">The folder is missing, damaged, inconsistent, or of a newer format version.</exception>
    /// <exception cref="ArgumentException">The path is empty, or the root of a file system.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="InvalidOperationException">CUDA was requested without fallback and cannot be used.</exception>
    public static VaeModel Open(string modelFolder, VaeSessionOptions? options = null)
    {
        options ??= new();
        var settings = SessionSettings.From(options);
        using OnnxRuntimeStart start = new();
        return new(ModelFolder.Open(modelFolder), settings);
    }

    /// <summary>
    /// Opens a model from a zip archive of its folder, for example a download or a blob, with the checks of a folder. Nothing is written to the disk.
    /// </summary>
    /// <remarks>
    /// All files are read into memory, also the recorded test data, and stay there until the model is disposed. Steps and scorers take the opened model.
    /// </remarks>
    /// <param name="zip">
    /// The archive: the files of the folder, or the folder with them. It is read as a whole, and not disposed. A stream without positions, such as a
    /// download, is copied into memory first.
    /// </param>
    /// <param name="options">Device and threads. Default: the CPU.</param>
    /// <returns>The model, whose <see cref="Folder"/> is "zip archive". The caller must dispose it.</returns>
    /// <exception cref="VaeModelException">The archive is damaged, inconsistent, larger than 2 GB, or of a newer format version.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="InvalidOperationException">CUDA was requested without fallback and cannot be used.</exception>
    public static VaeModel Open(Stream zip, VaeSessionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(zip);
        options ??= new();
        const string name = "zip archive";
        var settings = SessionSettings.From(options);
        using OnnxRuntimeStart start = new();
        return new(ModelFolder.FromFiles(name, ModelArchive.Read(zip, name)), settings);
    }

    /// <summary>Opens a model in memory on the CPU. The caller must dispose it.</summary>
    internal static VaeModel Open(ModelFolder folder) => new(folder, SessionSettings.From(new()));

    /// <summary>Reads the manifest of a model folder. No other file is read or checked.</summary>
    /// <param name="modelFolder">The folder, such as <c>onnx/mnist</c>.</param>
    /// <returns>The manifest, after checking its values.</returns>
    /// <exception cref="VaeModelException">
    /// The folder has no manifest, or the manifest has a newer format version or contradicts itself.
    /// </exception>
    public static VaeManifest ReadManifest(string modelFolder)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelFolder);
        return ManifestJson.Read(Path.Combine(modelFolder, ModelFolderFiles.Manifest));
    }

    /// <summary>
    /// Replaces the thresholds of a model folder, which <c>VaeScore</c>, <c>VaeScoreSeries</c> and <c>VaeSeriesEngine</c> use. Only manifest.json and SHA256SUMS change. The
    /// folder is replaced as a whole, so that a complete model exists at every moment.
    /// </summary>
    /// <remarks>Models and steps that were opened before keep their thresholds.</remarks>
    /// <param name="modelFolder">The folder, such as <c>onnx/turbines</c>.</param>
    /// <param name="threshold">
    /// The new thresholds, for example from <see cref="VaeScoreTransformer.FitThreshold"/>, or for time series from
    /// <c>VaeSeriesScoreTransformer.FitThresholds</c>. A threshold of <see cref="VaeThreshold.Covering"/> that is null is kept.
    /// </param>
    /// <exception cref="VaeModelException">
    /// The folder is missing, damaged, inconsistent or of a newer format version, or cannot be written; a threshold is not finite; or the
    /// thresholds are those of a time series, and the model is not.
    /// </exception>
    public static void ReplaceThreshold(string modelFolder, VaeThreshold threshold)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelFolder);
        ArgumentNullException.ThrowIfNull(threshold);
        var folder = ModelFolder.Open(modelFolder);
        if (threshold.Covering is not null && folder.Manifest.Series is null)
        {
            throw ModelFolderErrors.NoSeries(modelFolder);
        }

        folder.ReplaceThreshold(threshold);
    }

    /// <summary>
    /// Checks that a model may be written to a path: the path does not exist, or is an empty folder, or a model folder to
    /// replace.
    /// </summary>
    /// <remarks>
    /// Every method that writes a model folder checks this itself. Call this method before a long training, so that a wrong
    /// path fails early. A model folder has <c>SHA256SUMS</c>, a <c>manifest.json</c> of a known format version, and no file
    /// that <c>SHA256SUMS</c> does not list. A link to a folder is followed.
    /// </remarks>
    /// <param name="modelFolder">The folder to create or replace, such as <c>onnx/turbines</c>.</param>
    /// <exception cref="VaeModelException">The folder contains something else, which the message names.</exception>
    /// <exception cref="ArgumentException">The path is empty, or the root of a file system.</exception>
    public static void CheckReplaceable(string modelFolder)
    {
        try
        {
            ReplaceableFolder.Check(new ModelFolderPaths(modelFolder), modelFolder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ModelFolderErrors.WriteFailed(modelFolder, e);
        }
    }

    /// <summary>Returns the posterior means of rows.</summary>
    /// <param name="features">float32 [N, D], row-major. N may be 0.</param>
    /// <returns>float32 [N, L], row-major: the mean of q(z|x) per row.</returns>
    /// <exception cref="ArgumentException">The number of values is not a multiple of D.</exception>
    /// <exception cref="InvalidOperationException">
    /// The model's likelihood does not allow a value, or the value is not finite.
    /// </exception>
    /// <exception cref="NotSupportedException">
    /// The model is a table model, whose columns are not a row of numbers, or depends on conditions.
    /// </exception>
    /// <exception cref="VaeModelException">ONNX Runtime cannot run the graph.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public float[] Encode(ReadOnlyMemory<float> features)
    {
        ThrowIfDisposed();
        folder.WithLatents();
        if (!Manifest.HasFeatures)
        {
            throw new NotSupportedException(
                $"Model '{Folder}' takes the raw columns {string.Join(", ", Manifest.Columns.Select(c => $"'{c.Name}'"))}, not rows of numbers. Encode a data view with mlContext.Transforms.VaeEncode(outputColumnName, inputColumnNames, model)."
            );
        }

        ThrowIfConditional("VaeEncode");
        var input = GraphTensors.Inputs(Manifest)[0];
        var rows = WholeRows(features, input.Width, "features", nameof(features));
        new InputRange(Manifest, Folder).CheckRows(rows, input);
        return GraphRun.Over(encoder.Lease, input, GraphTensors.EncoderOutputs(Manifest)[..1], rows)[0];
    }

    /// <summary>
    /// Returns the decoder's means for latents: probabilities for a Bernoulli likelihood, means for a Gaussian one.
    /// </summary>
    /// <param name="latents">float32 [N, L], row-major. N may be 0.</param>
    /// <returns>
    /// float32 [N, D], row-major, in the data's own units. For a table model [N, R], column after column: numbers, the
    /// probability of true for Booleans, and the probability of each category for keys.
    /// </returns>
    /// <exception cref="ArgumentException">The number of values is not a multiple of L.</exception>
    /// <exception cref="InvalidOperationException">A value is not finite.</exception>
    /// <exception cref="NotSupportedException">The model depends on conditions.</exception>
    /// <exception cref="VaeModelException">ONNX Runtime cannot run the graph.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public float[] Decode(ReadOnlyMemory<float> latents)
    {
        ThrowIfDisposed();
        folder.WithLatents();
        ThrowIfConditional("VaeDecode");
        var input = GraphTensors.Latent(Manifest);
        var rows = CheckedLatents(latents);
        return GraphRun.Over(decoder.Lease, input, GraphTensors.DecoderOutputs(Manifest)[..1], rows)[0];
    }

    /// <summary>Returns the score of one row, the negative ELBO in nats. Higher means more anomalous.</summary>
    /// <remarks>It is that of <see cref="CreateScorer"/> with default arguments.</remarks>
    /// <param name="row">The row, as of <see cref="VaeScorer.Score"/>.</param>
    /// <exception cref="ArgumentException">The row has another width.</exception>
    /// <exception cref="InvalidOperationException">The model does not allow a value.</exception>
    /// <exception cref="NotSupportedException">The model depends on conditions, or scores windows of a time series.</exception>
    /// <exception cref="VaeModelException">ONNX Runtime cannot run the graph.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public float Score(ReadOnlySpan<float> row)
    {
        ThrowIfDisposed();
        return ownScorer.Value.Score(row);
    }

    /// <summary>Creates a scorer of rows for a service.</summary>
    /// <remarks>
    /// On the CPU, a run uses one thread, unless <see cref="VaeSessionOptions.IntraOpThreadCount"/> was set.
    /// </remarks>
    /// <param name="kind">
    /// The kind of score. Default: <see cref="VaeScoreKind.NegativeElbo"/>. <see cref="VaeScoreKind.MarginalLikelihood"/> is not supported.
    /// </param>
    /// <param name="maxBatchSize">
    /// The largest number of rows of a run of the model. Default: 1, which runs the model for each row on the calling thread. Range: 1 to 4096.
    /// With more, as many runs as processors are in progress at the same time, on CUDA two, and rows that arrive meanwhile are scored
    /// together in the next run. No row waits for others to arrive. Choose more for a GPU, or for a large model that many more threads than
    /// processors call at the same time. Threads that wait for a run of others cost time, too: measure it. The last digits of a score can
    /// depend on the number of rows in its run.
    /// </param>
    /// <returns>The scorer. The caller must dispose it, and keep the model until then.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The kind is not supported, or the batch size is outside its range.</exception>
    /// <exception cref="NotSupportedException">The model depends on conditions, or scores windows of a time series.</exception>
    /// <exception cref="VaeModelException">ONNX Runtime does not accept the graph.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public VaeScorer CreateScorer(VaeScoreKind kind = VaeScoreKind.NegativeElbo, int maxBatchSize = 1)
    {
        ThrowIfDisposed();
        VaeScorer.Check(kind, maxBatchSize);
        ThrowIfConditional("VaeScore");
        if (Manifest.Series is not null)
        {
            throw new NotSupportedException(
                $"Model '{Folder}' scores windows of a time series, not single rows. Use VaeSeriesEngine, or mlContext.Transforms.VaeScoreSeries."
            );
        }

        return new VaeScorer(scorer.Lease, folder, kind, maxBatchSize, settings.SingleRowRunsAtOnce);
    }

    /// <summary>
    /// Runs the recorded inputs of <c>test_data_set_0</c> through all graphs and compares with the recorded outputs.
    /// </summary>
    /// <returns>The largest difference of every output, and whether all outputs are within the tolerance.</returns>
    /// <exception cref="VaeModelException">
    /// The test data is missing, damaged, or of other shapes than the graphs, or a graph cannot be run.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public VaeParityReport Verify()
    {
        ThrowIfDisposed();
        var replay = new TestDataReplay(folder, Manifest);
        var inputs = GraphTensors.Inputs(Manifest);
        if (Manifest.HasLatents)
        {
            var inputsOfDecoder = GraphTensors.DecoderInputs(Manifest);
            replay.Run("encoder", completeEncoder.Lease, inputs, GraphTensors.EncoderOutputs(Manifest));
            replay.Run("decoder", decoder.Lease, inputsOfDecoder, GraphTensors.DecoderOutputs(Manifest));
        }

        replay.Run("scorer", scorer.Lease, inputs, GraphTensors.ScorerOutputs(Manifest));
        if (imputer is not null)
        {
            replay.Run("imputer", imputer.Lease, inputs, GraphTensors.ImputerOutputs(Manifest));
        }

        return replay.Report();
    }

    /// <summary>Releases this model's sessions. Other users of the same model keep theirs.</summary>
    public void Dispose()
    {
        if (ownScorer.IsValueCreated)
        {
            ownScorer.Value.Dispose();
        }

        encoder.Dispose();
        completeEncoder.Dispose();
        decoder.Dispose();
        scorer.Dispose();
        imputer?.Dispose();
        hidingEncoder?.Dispose();
    }

    /// <summary>Gets the additional input of the session that hides Booleans from the encoder; null if it has none.</summary>
    internal GraphTensor? HiddenBooleans { get; }

    /// <summary>Gets the session of the encoder, with <see cref="HiddenBooleans"/>. The model still owns it.</summary>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    internal SessionLease HidingEncoderLease => (hidingEncoder ?? completeEncoder).Lease;

    /// <summary>Gets the session of the decoder. The model still owns it.</summary>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    internal SessionLease DecoderLease => decoder.Lease;

    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    internal StepModel ForSteps()
    {
        ThrowIfDisposed();
        return new(folder, settings);
    }

    /// <summary>Reports in MLContext.Log if the model runs on the CPU instead of CUDA.</summary>
    internal void LogFallback(IHostEnvironment environment, string operation) =>
        FallbackNotice.Log(environment, operation, folder.Path, settings, first.Lease.Session.FallbackReason);

    /// <summary>Returns the model, if it has encoder and decoder.</summary>
    /// <exception cref="VaeModelException">The model is a baseline.</exception>
    internal VaeModel WithLatents()
    {
        folder.WithLatents();
        return this;
    }

    /// <summary>Returns the latents after checking that they are whole rows of finite numbers: float32 [N, L].</summary>
    internal ReadOnlySpan<float> CheckedLatents(ReadOnlyMemory<float> latents)
    {
        folder.WithLatents();
        var rows = WholeRows(latents, LatentDim, "latents", nameof(latents));
        latentRange.CheckRows(rows, GraphTensors.Latent(Manifest));
        return rows;
    }

    private void ThrowIfDisposed() => first.Lease.ThrowIfDisposed();

    private void ThrowIfConditional(string step)
    {
        if (Manifest.Conditions is { Columns: var columns })
        {
            throw new NotSupportedException(
                $"Model '{Folder}' depends on the conditions {string.Join(", ", columns.Select(c => $"'{c.Name}'"))}, which are columns of a data view. Use mlContext.Transforms.{step}."
            );
        }
    }

    private static ReadOnlySpan<float> WholeRows(
        ReadOnlyMemory<float> values,
        int width,
        string what,
        string parameter
    ) =>
        values.Length % width == 0
            ? values.Span
            : throw new ArgumentException(
                FormattableString.Invariant(
                    $"Rows of {width} {what} were expected, but {values.Length} values are no multiple of {width}. Pass whole rows, one after the other."
                ),
                parameter
            );
}
