using Microsoft.ML.OnnxRuntime.Tensors;
using VaeMlNet.Onnx;

namespace VaeMlNet;

/// <summary>
/// Reads ONNX TensorProto messages. Refuses messages that would make a reader open other files or trust wrong sizes.
/// </summary>
internal static class OnnxTensorReader
{
    /// <summary>
    /// The largest number of dimensions. It is more than any operator uses, and small enough to keep for every tensor.
    /// </summary>
    private const int MostDimensions = 64;

    /// <summary>The largest number of elements outside raw_data, where they take more memory than in the file.</summary>
    private const int MostTypedElements = 1 << 20;

    /// <summary>
    /// Reads a tensor of float32, bool or uint32, such as a file of test_data_set_0. Its values have the layout of memory.
    /// </summary>
    public static (string Name, long[] Shape, byte[] Values) Read(ReadOnlySpan<byte> message, TensorElementType type)
    {
        var fields = Parse(message, collectValues: true);
        if (fields.ElementType != (int)type)
        {
            throw new InvalidDataException(
                $"tensor '{fields.Name}' has element type {fields.ElementType}, expected {OnnxTensorInfo.TypeName(type)}"
            );
        }

        var size = (int)ElementSize((int)type)!.Value;
        var data = fields.HasRawData ? fields.RawData : fields.Typed.ToBytes((GraphType)type, fields.Name);
        var values = ToNative(data, size);
        var count = ElementCount(fields);
        if (values.Length / size != count)
        {
            throw new InvalidDataException(
                $"tensor '{fields.Name}' has {values.Length / size} values, its shape needs {count}"
            );
        }

        return type == TensorElementType.Bool && values.AsSpan().ContainsAnyExceptInRange((byte)0, (byte)1)
            ? throw new InvalidDataException($"tensor '{fields.Name}' has values other than 0 and 1, expected bool")
            : (fields.Name, [.. fields.Dimensions], values);
    }

    /// <summary>Checks a tensor inside a graph.</summary>
    public static void Check(ReadOnlySpan<byte> message)
    {
        var fields = Parse(message, collectValues: false);
        var count = ElementCount(fields);
        long? needed = ElementSize(fields.ElementType) is { } size ? Multiply(count, size, fields.Name) : null;
        if (fields.HasRawData && needed is { } bytes && bytes != fields.RawData.Length)
        {
            throw new InvalidDataException(
                $"tensor '{fields.Name}' has {fields.RawData.Length} bytes of data, its shape needs {bytes}"
            );
        }
    }

    private static Fields Parse(ReadOnlySpan<byte> message, bool collectValues)
    {
        var fields = new Fields
        {
            Name = "",
            Dimensions = [],
            Typed = new(MostTypedElements),
        };
        var reader = new ProtobufReader(message);
        while (reader.TryReadTag(out var field, out var type))
        {
            switch (field, type)
            {
                case (TensorProto.Dims, ProtobufWireType.Varint):
                    AddDimension(ref fields, reader.ReadVarint());
                    break;
                case (TensorProto.Dims, ProtobufWireType.Bytes):
                    var packed = new ProtobufReader(reader.ReadBytes());
                    while (!packed.IsAtEnd)
                    {
                        AddDimension(ref fields, packed.ReadVarint());
                    }

                    break;
                case (TensorProto.DataType, ProtobufWireType.Varint):
                    fields.ElementType = reader.ReadInt32();
                    break;
                case (TensorProto.FloatData or TensorProto.Int32Data or TensorProto.UInt64Data, _) when collectValues:
                    fields.Typed.Add(field, type, ref reader);
                    break;
                case (TensorProto.Name, ProtobufWireType.Bytes):
                    fields.Name = reader.ReadString();
                    break;
                case (TensorProto.RawData, ProtobufWireType.Bytes):
                    fields.RawData = reader.ReadBytes();
                    fields.HasRawData = true;
                    break;
                case (TensorProto.ExternalData, _):
                    throw ExternalData(fields.Name);
                case (TensorProto.DataLocation, ProtobufWireType.Varint)
                    when reader.ReadInt32() == TensorProto.ExternalLocation:
                    throw ExternalData(fields.Name);
                case (TensorProto.DataLocation, ProtobufWireType.Varint):
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }

        return fields;
    }

    private static void AddDimension(ref Fields fields, ulong size)
    {
        if (fields.Dimensions.Count == MostDimensions)
        {
            throw new InvalidDataException($"tensor '{fields.Name}' has more than {MostDimensions} dimensions");
        }

        fields.Dimensions.Add((long)size);
    }

    private static InvalidDataException ExternalData(string tensor) =>
        new($"tensor '{tensor}' keeps its data in another file, but a model folder's graphs must contain their data");

    private static long ElementCount(Fields fields)
    {
        long count = 1;
        foreach (var dimension in fields.Dimensions)
        {
            count =
                dimension >= 0
                    ? Multiply(count, dimension, fields.Name)
                    : throw new InvalidDataException($"tensor '{fields.Name}' has a negative dimension");
        }

        return count;
    }

    private static long Multiply(long a, long b, string tensor) =>
        b == 0 || a <= long.MaxValue / b
            ? a * b
            : throw new InvalidDataException($"the dimensions of tensor '{tensor}' overflow");

    private static long? ElementSize(int elementType) =>
        (TensorElementType)elementType switch
        {
            TensorElementType.UInt8 or TensorElementType.Int8 or TensorElementType.Bool => 1,
            TensorElementType.UInt16 or TensorElementType.Int16 => 2,
            TensorElementType.Float16 or TensorElementType.BFloat16 => 2,
            TensorElementType.Float or TensorElementType.Int32 or TensorElementType.UInt32 => 4,
            TensorElementType.Int64 or TensorElementType.Double or TensorElementType.UInt64 => 8,
            _ => null,
        };

    /// <summary>Converts ONNX's little-endian values to the byte order of this machine.</summary>
    private static byte[] ToNative(ReadOnlySpan<byte> bytes, int elementSize)
    {
        if (bytes.Length % elementSize != 0)
        {
            throw new InvalidDataException($"{bytes.Length} bytes of data are no multiple of {elementSize}");
        }

        var values = bytes.ToArray();
        if (!BitConverter.IsLittleEndian)
        {
            for (var start = 0; start < values.Length; start += elementSize)
            {
                values.AsSpan(start, elementSize).Reverse();
            }
        }

        return values;
    }

    private ref struct Fields
    {
        public string Name;
        public int ElementType;
        public List<long> Dimensions;
        public ReadOnlySpan<byte> RawData;
        public bool HasRawData;
        public TypedElements Typed;
    }
}
