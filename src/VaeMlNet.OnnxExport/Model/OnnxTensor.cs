using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace VaeMlNet.OnnxExport;

/// <summary>A named constant tensor with its contents in ONNX's byte order (little endian, row-major).</summary>
internal sealed class OnnxTensor
{
    /// <param name="name">Its name.</param>
    /// <param name="elementType">The element type.</param>
    /// <param name="shape">The shape; empty for a scalar.</param>
    /// <param name="data">The contents, with the number of bytes that the shape requires.</param>
    /// <param name="elementBytes">The size of one element.</param>
    public OnnxTensor(
        string name,
        OnnxElementType elementType,
        long[] shape,
        ReadOnlyMemory<byte> data,
        int elementBytes
    )
    {
        (Name, ElementType, Shape, Data) = (name, elementType, [.. shape], data);
        var expected = CountElements();
        if (expected != data.Length / elementBytes)
        {
            throw new OnnxExportException(
                $"Tensor '{name}' has shape [{string.Join(", ", shape)}], which is {expected} elements, but "
                    + $"{data.Length / elementBytes} were given. Pass the shape of the data, or the data of the shape."
            );
        }
    }

    public string Name { get; }
    public OnnxElementType ElementType { get; }
    public long[] Shape { get; }
    public ReadOnlyMemory<byte> Data { get; }

    public static OnnxTensor FromFloats(string name, ReadOnlySpan<float> data, long[] shape) =>
        Create(name, OnnxElementType.Float32, data, shape);

    public static OnnxTensor FromIntegers(string name, ReadOnlySpan<long> data, long[] shape) =>
        Create(name, OnnxElementType.Int64, data, shape);

    public static OnnxTensor FromHalves(string name, ReadOnlySpan<Half> data, long[] shape) =>
        Create(name, OnnxElementType.Float16, data, shape);

    public static OnnxTensor FromUnsigned(string name, ReadOnlySpan<uint> data, long[] shape) =>
        Create(name, OnnxElementType.UInt32, data, shape);

    public static OnnxTensor FromBooleans(string name, ReadOnlySpan<bool> data, long[] shape) =>
        Create(name, OnnxElementType.Bool, data, shape);

    public static OnnxTensor FromBytes(string name, byte[] data, long[] shape) =>
        new(name, OnnxElementType.UInt8, shape, data, 1);

    /// <summary>Creates an int8 tensor from two's complements.</summary>
    public static OnnxTensor FromSigned(string name, byte[] data, long[] shape) =>
        new(name, OnnxElementType.Int8, shape, data, 1);

    /// <summary>Returns the values of a float32 tensor.</summary>
    public float[] ToFloats() => MemoryMarshal.Cast<byte, float>(Data.Span).ToArray();

    // TorchSharp and ONNX Runtime exist for processors only whose numbers have ONNX's byte order.
    private static OnnxTensor Create<T>(string name, OnnxElementType elementType, ReadOnlySpan<T> data, long[] shape)
        where T : unmanaged
    {
        OnnxModelFormat.CheckSize((long)data.Length * Unsafe.SizeOf<T>(), $"tensor '{name}'");
        return new OnnxTensor(name, elementType, shape, MemoryMarshal.AsBytes(data).ToArray(), Unsafe.SizeOf<T>());
    }

    private long CountElements()
    {
        var negative = Array.FindIndex(Shape, size => size < 0);
        if (negative >= 0)
        {
            throw new OnnxExportException(
                $"Tensor '{Name}' has size {Shape[negative]} on axis {negative}. A constant's sizes are 0 or more."
            );
        }
        // With a zero, the product is 0, however large the other sizes are.
        if (Shape.Contains(0))
        {
            return 0;
        }

        try
        {
            return Shape.Aggregate(1L, (product, size) => checked(product * size));
        }
        catch (OverflowException e)
        {
            throw new OnnxExportException(
                $"Tensor '{Name}' has shape [{string.Join(", ", Shape)}], more elements than a 64-bit number can count.",
                e
            );
        }
    }
}
