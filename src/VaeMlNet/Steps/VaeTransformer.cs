using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>The base class of VaeMlNet's transformers, which add columns that an ONNX graph computes in batches.</summary>
/// <remarks>
/// ML.NET's own <c>ApplyOnnxModel</c> runs the graph once per row; these gather a batch of rows into one buffer first.
/// Reading rows calls the graph only when one of the added columns is active.
/// Thread safety: all members may be used from several threads at once. Dispose it to release its sessions, which it shares
/// with every other user of the same model and settings in the process; views and rows that were made from it then throw
/// <see cref="ObjectDisposedException"/>.
/// </remarks>
public abstract class VaeTransformer : ITransformer, IDisposable
{
    private protected VaeTransformer(BatchedOnnxStep step, StepSessions sessions)
    {
        Step = step;
        Sessions = sessions;
    }

    /// <summary>Gets the execution provider of the model: <c>CPUExecutionProvider</c> or <c>CUDAExecutionProvider</c>.</summary>
    public string ExecutionProvider => Sessions.ExecutionProvider;

    /// <summary>Always true: every row is computed from itself alone, so that PredictionEngine works.</summary>
    public bool IsRowToRowMapper => true;

    /// <summary>The session of the step's first graph.</summary>
    internal SessionLease Lease => Sessions.Leases[0];

    internal StepSessions Sessions { get; }

    private protected BatchedOnnxStep Step { get; }

    /// <summary>Thresholds that <see cref="SaveModelFolder"/> writes in the place of the model's; null for the same.</summary>
    private protected virtual VaeThreshold? ThresholdToSave => null;

    /// <summary>
    /// Returns the input schema with the added columns. A column that hides one of the same name stands right after it, as in
    /// ML.NET; the others stand at the end.
    /// </summary>
    /// <param name="inputSchema">A schema with the input columns.</param>
    /// <returns>The schema that <see cref="Transform"/> gives for it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing, of another type, width, or of variable size.</exception>
    /// <exception cref="ObjectDisposedException">The transformer was disposed.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        Sessions.ThrowIfDisposed();
        return Step.Bind(inputSchema).Schema;
    }

    /// <summary>A view with the added columns. No row is read before somebody reads the view.</summary>
    /// <param name="input">Data with the input columns.</param>
    /// <returns>The view.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing, of another type, width, or of variable size.</exception>
    /// <exception cref="ObjectDisposedException">The transformer was disposed.</exception>
    public IDataView Transform(IDataView input)
    {
        Sessions.ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(input);
        return new BatchedOnnxView(Step, Sessions, input);
    }

    /// <summary>A mapper for rows that come one by one.</summary>
    /// <param name="inputSchema">Schema of the rows.</param>
    /// <returns>The mapper.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing, of another type, width, or of variable size.</exception>
    /// <exception cref="ObjectDisposedException">The transformer was disposed.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
    {
        Sessions.ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new BatchedOnnxMapper(Step, Sessions, inputSchema);
    }

    /// <summary>Writes the model folder that the transformer runs: graphs, manifest, test data, sums.</summary>
    /// <remarks>
    /// Of a transformer that was trained in a pipeline all of it is in memory; another one copies the folder that it was made from,
    /// which has to be there still. The folder is replaced as a whole or not at all, and its name becomes the model's.
    /// </remarks>
    /// <param name="modelFolder">The model folder to create or replace, such as <c>onnx/credit</c>.</param>
    /// <exception cref="ArgumentException">The path is empty, or the root of a file system.</exception>
    /// <exception cref="InvalidOperationException">
    /// The transformer runs no model folder: it applies an ONNX model, or was loaded with a pipeline.
    /// </exception>
    /// <exception cref="VaeModelException">
    /// The place cannot be written, holds something else than a model, or the folder that the model came from was changed or is gone.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The transformer was disposed.</exception>
    public void SaveModelFolder(string modelFolder)
    {
        Sessions.ThrowIfDisposed();
        ArgumentException.ThrowIfNullOrEmpty(modelFolder);
        var folder = Step.Folder ?? throw StepErrors.NoModelFolder(Step.Name, Step.ModelFolder);
        folder.CopyTo(modelFolder, ThresholdToSave);
    }

    /// <summary>Releases this transformer's sessions. Other users of the same model go on.</summary>
    public void Dispose()
    {
        Sessions.Dispose();
        DisposeOwned();
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// Writes ML.NET's own transformers that give the same columns, row by row, so that the file loads without VaeMlNet.
    /// </summary>
    /// <param name="ctx">The context in which ML.NET saves the pipeline.</param>
    /// <exception cref="ObjectDisposedException">The transformer was disposed.</exception>
    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        Sessions.ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(ctx);
        Save(ctx);
    }

    private protected virtual void Save(ModelSaveContext context)
    {
        using var chain = new StockChain(Step, Step.FittedOn!);
        chain.Save(context);
    }

    /// <summary>Disposes what the transformer owns beside its session.</summary>
    private protected virtual void DisposeOwned() { }
}
