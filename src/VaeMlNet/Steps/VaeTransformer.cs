using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>A transformer that adds columns which an ONNX graph computes in batches.</summary>
/// <remarks>
/// ML.NET's own <c>ApplyOnnxModel</c> runs the graph once per row. These transformers collect a batch of rows in one buffer
/// first. They run the graph only if an added column is read. Thread safety: all members may be used from several threads at
/// once. Dispose a transformer to release its sessions, which it shares with all other users of the same model and settings in
/// the process. Its views and rows then throw <see cref="ObjectDisposedException"/>.
/// </remarks>
public class VaeTransformer : ITransformer, IDisposable
{
    internal VaeTransformer(BatchedOnnxStep step, StepSessions sessions)
    {
        Step = step;
        Sessions = sessions;
    }

    /// <summary>Gets the execution provider of the model: <c>CPUExecutionProvider</c> or <c>CUDAExecutionProvider</c>.</summary>
    public string ExecutionProvider => Sessions.ExecutionProvider;

    /// <summary>
    /// Gets a value indicating whether every row is computed from that row alone, so that PredictionEngine works: true, except for scores of time
    /// series.
    /// </summary>
    public virtual bool IsRowToRowMapper => true;

    /// <summary>Gets the session of the step's first graph.</summary>
    internal SessionLease Lease => Sessions.Leases[0];

    internal StepSessions Sessions { get; }

    internal BatchedOnnxStep Step { get; }

    /// <summary>
    /// Gets the thresholds that <see cref="SaveModelFolder"/> writes instead of the model's; null to keep the model's.
    /// </summary>
    private protected virtual VaeThreshold? ThresholdToSave => null;

    /// <summary>
    /// Returns the input schema with the added columns. A column that hides another column of the same name follows it
    /// directly, as in ML.NET. All other added columns are at the end.
    /// </summary>
    /// <param name="inputSchema">A schema with the input columns.</param>
    /// <returns>The schema of the view that <see cref="Transform"/> returns.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// An input column is missing, or has another type, another width or a variable size.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The transformer was disposed.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        Sessions.ThrowIfDisposed();
        return OutputSchema(inputSchema);
    }

    /// <summary>Returns a view with the added columns. It reads no row before the view is read.</summary>
    /// <param name="input">Data with the input columns.</param>
    /// <returns>The view, with as many rows as the input, in its order. A view of scores of time series cannot be shuffled.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// An input column is missing, or has another type, another width or a variable size.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The transformer was disposed.</exception>
    public IDataView Transform(IDataView input)
    {
        Sessions.ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(input);
        return View(input);
    }

    /// <summary>Returns a mapper for single rows.</summary>
    /// <param name="inputSchema">The schema of the rows.</param>
    /// <returns>The mapper.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// An input column is missing, or has another type, another width or a variable size.
    /// </exception>
    /// <exception cref="InvalidOperationException">The scores are those of time series, which depend on the rows before.</exception>
    /// <exception cref="ObjectDisposedException">The transformer was disposed.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
    {
        Sessions.ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(inputSchema);
        return Mapper(inputSchema);
    }

    /// <summary>Writes the model folder of the transformer: graphs, manifest, test data and checksums.</summary>
    /// <remarks>
    /// If the transformer was trained in a pipeline, its model is in memory. Otherwise the method copies the folder that the
    /// transformer was created from, which must still exist. The folder is replaced as a whole or not at all, and the model
    /// takes its name.
    /// </remarks>
    /// <param name="modelFolder">The model folder to create or replace, such as <c>onnx/credit</c>.</param>
    /// <exception cref="ArgumentException">The path is empty, or the root of a file system.</exception>
    /// <exception cref="InvalidOperationException">
    /// The transformer has no model folder: it applies an ONNX model, or was loaded with a pipeline.
    /// </exception>
    /// <exception cref="VaeModelException">
    /// The folder cannot be written or contains something else than a model; or the folder that the model came from was changed
    /// or deleted.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The transformer was disposed.</exception>
    public void SaveModelFolder(string modelFolder)
    {
        Sessions.ThrowIfDisposed();
        ArgumentException.ThrowIfNullOrEmpty(modelFolder);
        var folder = Step.Folder ?? throw StepErrors.NoModelFolder(Step.Name, Step.ModelFolder);
        folder.CopyTo(modelFolder, ThresholdToSave);
    }

    /// <summary>Releases this transformer's sessions. Other users of the same model keep theirs.</summary>
    public void Dispose()
    {
        Sessions.Dispose();
        DisposeOwned();
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// Writes ML.NET's own transformers that compute the same columns row by row, so that the file loads without VaeMlNet.
    /// </summary>
    /// <exception cref="NotSupportedException">
    /// The step samples, which ML.NET's own transformers cannot, or scores time series, whose rows they do not keep.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The transformer was disposed.</exception>
    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        Sessions.ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(ctx);
        Save(ctx);
    }

    private protected virtual DataViewSchema OutputSchema(DataViewSchema input) => Step.Bind(input).Schema;

    private protected virtual IDataView View(IDataView input) => new BatchedOnnxView(Step, Sessions, input);

    private protected virtual IRowToRowMapper Mapper(DataViewSchema input) =>
        new BatchedOnnxMapper(Step, Sessions, input);

    private protected virtual void Save(ModelSaveContext context)
    {
        if (Step.Posterior is not null)
        {
            throw Step.ScoresBySamples
                ? StepErrors.SavingSampledScores(Step.ModelFolder)
                : ImputeErrors.Saving(Step.ModelFolder);
        }

        if (Step.Reasons is not null)
        {
            throw StepErrors.SavingReasons(Step.ModelFolder);
        }

        using var chain = new StockChain(Step, Step.FittedOn!);
        chain.Save(context);
    }

    /// <summary>Disposes other resources that the transformer owns.</summary>
    private protected virtual void DisposeOwned() { }
}
