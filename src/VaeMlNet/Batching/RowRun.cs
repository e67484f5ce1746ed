using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace VaeMlNet;

/// <summary>A batch of one row. ONNX Runtime allocates the outputs, which can have any shape.</summary>
/// <remarks>
/// Used by one thread at a time. Disposing it does not dispose the lease; its outputs cannot be read afterwards.
/// </remarks>
internal sealed class RowRun(SessionLease lease, IEnumerable<GraphTensor> inputs, IEnumerable<GraphTensor> outputs)
    : StepBatch
{
    private readonly RunOptions options = lease.Session.CreateRunOptions();
    private readonly string[] outputNames = [.. outputs.Select(o => o.Name)];
    private readonly bool[] areTexts = [.. outputs.Select(o => o.ElementType == TensorElementType.String)];
    private readonly ReadOnlyMemory<char>[]?[] texts = new ReadOnlyMemory<char>[]?[outputs.Count()];
    private IDisposableReadOnlyCollection<OrtValue>? results;

    public TensorSet Inputs { get; } = new(inputs, 1, isInput: true);

    public override RowValues Input(int input, int row) => Inputs.Rows(input, row, 1);

    /// <summary>Returns all values of an output of the last run.</summary>
    public override RowValues Output(int output, int row)
    {
        ObjectDisposedException.ThrowIf(results is null, this);
        var value = results[output];
        if (!areTexts[output])
        {
            return new(value.GetTensorMutableRawData());
        }

        return new(texts[output] ??= [.. value.GetStringTensorAsArray().Select(t => t.AsMemory())]);
    }

    public override void Run(int rowCount)
    {
        results?.Dispose();
        results = null;
        Array.Clear(texts);
        Inputs.SetValues(1);
        lease.Run(this, static (session, row) => row.results = session.Run(row.options, row.Inputs, row.outputNames));
        // Prevents the finalizers from unpinning the arrays during the run.
        GC.KeepAlive(this);
    }

    public override void Dispose()
    {
        results?.Dispose();
        results = null;
        Inputs.Dispose();
        options.Dispose();
    }
}
