using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace VaeMlNet;

/// <summary>All inputs, or all wanted outputs, of a graph for up to a number of rows, in memory that stays in its place.</summary>
/// <remarks>For one thread at a time. Nothing can be read after its disposal.</remarks>
internal sealed class TensorSet : IDisposable
{
    private readonly PinnedBlock block;
    private readonly BatchTensor[] tensors;
    private bool disposed;

    public TensorSet(SessionLease lease, IEnumerable<GraphTensor> tensors, int capacity, bool isInput)
    {
        GraphTensor[] described = [.. tensors];
        // Texts lie elsewhere.
        var numbers = described.Where(t => t.ElementType != TensorElementType.String);
        block = lease.Allocate(numbers.Aggregate(0, (sum, t) => checked(sum + PaddedLength(t, capacity))));
        this.tensors = [.. described.Select(t => Allocate(t, capacity, isInput))];
        Names = [.. described.Select(t => t.Name)];
        Values = new OrtValue[described.Length];
    }

    public string[] Names { get; }

    /// <summary>Gets the values that <see cref="SetValues"/> created last, in the order of the names.</summary>
    public OrtValue[] Values { get; }

    /// <summary>The values of neighboring rows, one row after the other.</summary>
    public Span<T> Rows<T>(int tensor, int first, int count)
        where T : struct
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        return tensors[tensor].Rows<T>(first, count);
    }

    /// <summary>Shows ONNX Runtime the first rows.</summary>
    public void SetValues(int rowCount)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        for (var i = 0; i < tensors.Length; i++)
        {
            Values[i] = tensors[i].Value(rowCount);
        }
    }

    /// <summary>Takes over what a run wrote into the values.</summary>
    public void Receive(int rowCount)
    {
        foreach (var tensor in tensors)
        {
            tensor.Receive(rowCount);
        }
    }

    /// <summary>Copies a row of a set of the same tensors.</summary>
    public void CopyRow(TensorSet source, int sourceRow, int row)
    {
        for (var i = 0; i < tensors.Length; i++)
        {
            var type = ElementType.Find(tensors[i].Tensor.ElementType)!;
            type.Use(new RowCopy(source, sourceRow, this, row, i));
        }
    }

    public void Dispose()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        foreach (var tensor in tensors)
        {
            tensor.Dispose();
        }

        block.Dispose();
    }

    private static int PaddedLength(GraphTensor tensor, int capacity) =>
        PinnedBlock.Padded(checked(capacity * NumberTensor.RowLength(tensor)));

    private BatchTensor Allocate(GraphTensor tensor, int capacity, bool isInput) =>
        tensor.ElementType == TensorElementType.String
            ? new TextTensor(tensor, capacity, isInput)
            : new NumberTensor(tensor, capacity, block);

    private readonly record struct RowCopy(TensorSet Source, int SourceRow, TensorSet Target, int Row, int Tensor)
        : IElementTypeUse<bool>
    {
        public bool With<T>()
            where T : struct => Source.Rows<T>(Tensor, SourceRow, 1).TryCopyTo(Target.Rows<T>(Tensor, Row, 1));
    }
}
