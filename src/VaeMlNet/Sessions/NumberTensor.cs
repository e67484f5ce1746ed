using Microsoft.ML.OnnxRuntime;

namespace VaeMlNet;

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

    public override Span<T> Rows<T>(int first, int count) => Numbers<T>(first, count);

    /// <inheritdoc cref="Rows"/>
    /// <remarks>Not virtual, because calls of virtual generic methods take longer than reading a cell.</remarks>
    public Span<T> Numbers<T>(int first, int count)
        where T : struct => block.Values<T>(offset + (first * rowLength), count * rowLength);

    public override OrtValue Value(int rowCount)
    {
        if (value is null || rowsOfValue != rowCount)
        {
            value?.Dispose();
            value = OrtValue.CreateTensorValueWithData(
                block.Memory,
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
