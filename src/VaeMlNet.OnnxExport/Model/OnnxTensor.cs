using System.Buffers.Binary;

namespace VaeMlNet.OnnxExport;

/// <summary>A named constant tensor with its contents in ONNX's byte order (little endian, row-major).</summary>
internal sealed class OnnxTensor
{
    /// <param name="name">Its name.</param>
    /// <param name="elementType">The element type.</param>
    /// <param name="shape">The shape; empty for a scalar.</param>
    /// <param name="data">The contents, with the number of bytes that the shape requires.</param>
    /// <param name="elementBytes">The size of one element.</param>
    /// <exception cref="OnnxExportException">Shape and data do not match.</exception>
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

    public static OnnxTensor FromFloats(string name, ReadOnlySpan<float> data, long[] shape)
    {
        var bytes = Allocate(name, data.Length, sizeof(float));
        for (var i = 0; i < data.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), data[i]);
        }

        return new OnnxTensor(name, OnnxElementType.Float32, shape, bytes, sizeof(float));
    }

    public static OnnxTensor FromIntegers(string name, ReadOnlySpan<long> data, long[] shape)
    {
        var bytes = Allocate(name, data.Length, sizeof(long));
        for (var i = 0; i < data.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), data[i]);
        }

        return new OnnxTensor(name, OnnxElementType.Int64, shape, bytes, sizeof(long));
    }

    public static OnnxTensor FromHalves(string name, ReadOnlySpan<Half> data, long[] shape)
    {
        var bytes = Allocate(name, data.Length, sizeof(ushort));
        for (var i = 0; i < data.Length; i++)
        {
            BinaryPrimitives.WriteHalfLittleEndian(bytes.AsSpan(i * sizeof(ushort)), data[i]);
        }

        return new OnnxTensor(name, OnnxElementType.Float16, shape, bytes, sizeof(ushort));
    }

    public static OnnxTensor FromUnsigned(string name, ReadOnlySpan<uint> data, long[] shape)
    {
        var bytes = Allocate(name, data.Length, sizeof(uint));
        for (var i = 0; i < data.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * sizeof(uint)), data[i]);
        }

        return new OnnxTensor(name, OnnxElementType.UInt32, shape, bytes, sizeof(uint));
    }

    public static OnnxTensor FromBooleans(string name, ReadOnlySpan<bool> data, long[] shape)
    {
        var bytes = Allocate(name, data.Length, sizeof(bool));
        for (var i = 0; i < data.Length; i++)
        {
            bytes[i] = data[i] ? (byte)1 : (byte)0;
        }

        return new OnnxTensor(name, OnnxElementType.Bool, shape, bytes, sizeof(bool));
    }

    public static OnnxTensor FromBytes(string name, byte[] data, long[] shape) =>
        new(name, OnnxElementType.UInt8, shape, data, 1);

    /// <summary>Creates an int8 tensor from two's complements.</summary>
    public static OnnxTensor FromSigned(string name, byte[] data, long[] shape) =>
        new(name, OnnxElementType.Int8, shape, data, 1);

    /// <summary>Returns the values of a float32 tensor.</summary>
    public float[] ToFloats()
    {
        var numbers = new float[Data.Length / sizeof(float)];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = BinaryPrimitives.ReadSingleLittleEndian(Data.Span[(i * sizeof(float))..]);
        }

        return numbers;
    }

    private static byte[] Allocate(string name, int elements, int elementBytes)
    {
        var bytes = (long)elements * elementBytes;
        OnnxModelFormat.CheckSize(bytes, $"tensor '{name}'");
        return new byte[bytes];
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
