using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace VaeMlNet;

/// <summary>All inputs, or all requested outputs, of a graph for the rows of a batch, in memory with fixed addresses.</summary>
/// <remarks>Used by one thread at a time. Its memory cannot be read after it was disposed.</remarks>
internal sealed class TensorSet : IDisposable
{
    private readonly PinnedBlock block;
    private readonly BatchTensor[] tensors;
    private bool disposed;

    public TensorSet(IEnumerable<GraphTensor> tensors, int capacity, bool isInput)
    {
        GraphTensor[] described = [.. tensors];
        // Texts have separate memory.
        var numbers = described.Where(t => t.ElementType != TensorElementType.String);
        block = new(numbers.Aggregate(0, (sum, t) => checked(sum + PaddedLength(t, capacity))));
        this.tensors = [.. described.Select(t => Allocate(t, capacity, isInput))];
        Names = [.. described.Select(t => t.Name)];
        Values = new OrtValue[described.Length];
    }

    public string[] Names { get; }

    /// <summary>Gets the values that <see cref="SetValues"/> created last, in the order of the names.</summary>
    public OrtValue[] Values { get; }

    /// <summary>Returns the values of neighboring rows, one row after the other.</summary>
    public Span<T> Rows<T>(int tensor, int first, int count)
        where T : struct => Rows(tensor, first, count).As<T>();

    public RowValues Rows(int tensor, int first, int count)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        return tensors[tensor].Rows(first, count);
    }

    /// <summary>Creates the values of the first rows for ONNX Runtime.</summary>
    public void SetValues(int rowCount)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        for (var i = 0; i < tensors.Length; i++)
        {
            Values[i] = tensors[i].Value(rowCount);
        }
    }

    /// <summary>Copies the results of a run from the values, if they are stored elsewhere.</summary>
    public void Receive(int rowCount)
    {
        foreach (var tensor in tensors)
        {
            tensor.Receive(rowCount);
        }
    }

    /// <summary>Copies a row from another set of the same tensors.</summary>
    public void CopyRow(TensorSet source, int sourceRow, int row)
    {
        for (var i = 0; i < tensors.Length; i++)
        {
            var type = ElementType.Find(tensors[i].Tensor.ElementType)!;
            type.Use(new RowCopy(source, sourceRow, this, row, i));
        }
    }

    /// <summary>Returns a hash of the values of a row, without texts: FNV-1a of their bytes, with 64 bits.</summary>
    public ulong HashRow(int row)
    {
        var hash = 14_695_981_039_346_656_037;
        for (var i = 0; i < tensors.Length; i++)
        {
            foreach (var value in Rows<byte>(i, row, 1))
            {
                hash = unchecked((hash ^ value) * 1_099_511_628_211);
            }
        }

        return hash;
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
