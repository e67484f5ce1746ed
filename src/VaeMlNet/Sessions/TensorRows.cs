using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace VaeMlNet;

/// <summary>Rows of a tensor in one array.</summary>
/// <param name="Tensor">The name, the type and the width of the tensor.</param>
/// <param name="Bytes">The rows one after the other, in the layout of memory.</param>
internal readonly record struct TensorRows(GraphTensor Tensor, byte[] Bytes)
{
    public int RowLength => NumberTensor.RowLength(Tensor);

    public int RowCount => Bytes.Length / RowLength;

    /// <summary>Copies rows of float32 [N, width], row-major.</summary>
    public static TensorRows Copy(GraphTensor tensor, ReadOnlySpan<float> rows) =>
        new(tensor, MemoryMarshal.AsBytes(rows).ToArray());

    public Span<byte> Slice(int firstRow, int rowCount) => Bytes.AsSpan(firstRow * RowLength, rowCount * RowLength);

    public float[] ToFloats() => MemoryMarshal.Cast<byte, float>(Bytes).ToArray();

    /// <summary>Returns the values as numbers for comparisons. False is 0 and true is 1.</summary>
    public double[] ToNumbers() =>
        Tensor.ElementType switch
        {
            TensorElementType.Float => [.. ToFloats().Select(v => (double)v)],
            TensorElementType.UInt32 => [.. MemoryMarshal.Cast<byte, uint>(Bytes).ToArray().Select(v => (double)v)],
            TensorElementType.Bool => [.. Bytes.Select(v => (double)v)],
            var other => throw new NotSupportedException($"Values of type {other} are not compared."),
        };
}
