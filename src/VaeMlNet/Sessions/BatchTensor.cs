using Microsoft.ML.OnnxRuntime;

namespace VaeMlNet;

/// <summary>The values of one input or output of a graph for the rows of a batch.</summary>
internal abstract class BatchTensor(GraphTensor tensor) : IDisposable
{
    public GraphTensor Tensor => tensor;

    /// <summary>Returns the values of neighboring rows, one row after the other.</summary>
    public abstract RowValues Rows(int first, int count);

    /// <summary>
    /// Returns the first rows as a value of ONNX Runtime. It is valid until the next call, and this object disposes it.
    /// </summary>
    public abstract OrtValue Value(int rowCount);

    /// <summary>Copies the results of a run from the value of that number of rows, if they are stored elsewhere.</summary>
    public abstract void Receive(int rowCount);

    public abstract void Dispose();
}

/// <summary>A tensor of numbers or Booleans, which ONNX Runtime reads and writes in place.</summary>
internal sealed class NumberTensor : BatchTensor
{
    private readonly PinnedBlock block;
    private readonly int rowLength;
    private readonly int offset;
    private OrtValue? value;
    private int rowsOfValue;

    public NumberTensor(GraphTensor tensor, int capacity, PinnedBlock block)
        : base(tensor)
    {
        this.block = block;
        rowLength = RowLength(tensor);
        offset = block.Take(capacity * rowLength);
    }

    /// <summary>Returns the number of bytes of one row.</summary>
    public static int RowLength(GraphTensor tensor) =>
        checked(tensor.Width * ElementType.Find(tensor.ElementType)!.Size);

    public override RowValues Rows(int first, int count) =>
        new(block.Bytes(offset + (first * rowLength), count * rowLength));

    public override OrtValue Value(int rowCount)
    {
        if (value is null || rowsOfValue != rowCount)
        {
            value?.Dispose();
            value = OrtValue.CreateTensorValueWithData(
                OrtMemoryInfo.DefaultInstance,
                Tensor.ElementType,
                Tensor.Shape(rowCount),
                block.Address(offset),
                (long)rowCount * rowLength
            );
            rowsOfValue = rowCount;
        }

        return value;
    }

    public override void Receive(int rowCount) { }

    public override void Dispose() => value?.Dispose();
}

/// <summary>
/// A tensor of texts. ONNX Runtime stores texts in its own memory, so they are copied before and after each run.
/// </summary>
internal sealed class TextTensor(GraphTensor tensor, int capacity, bool isInput) : BatchTensor(tensor)
{
    private readonly ReadOnlyMemory<char>[] texts = new ReadOnlyMemory<char>[checked(capacity * tensor.Width)];
    private OrtValue? value;

    public override RowValues Rows(int first, int count) =>
        new(texts.AsSpan(first * Tensor.Width, count * Tensor.Width));

    public override OrtValue Value(int rowCount)
    {
        value?.Dispose();
        value = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, Tensor.Shape(rowCount));
        for (var i = 0; isInput && i < rowCount * Tensor.Width; i++)
        {
            value.StringTensorSetElementAt(texts[i].Span, i);
        }

        return value;
    }

    public override void Receive(int rowCount)
    {
        for (var i = 0; i < rowCount * Tensor.Width; i++)
        {
            texts[i] = value!.GetStringElementAsMemory(i);
        }
    }

    public override void Dispose() => value?.Dispose();
}
