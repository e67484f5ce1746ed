using System.Buffers.Binary;

namespace VaeMlNet;

/// <summary>Reads ONNX TensorProto messages and refuses what would make a reader open other files or trust wrong sizes.</summary>
internal static class OnnxTensorReader
{
    private const int LocationExternal = 1;

    /// <summary>More than any operator takes, few enough to remember for every tensor.</summary>
    private const int MostDimensions = 64;

    /// <summary>Reads a float32 tensor, such as a file of test_data_set_0.</summary>
    public static (string Name, long[] Shape, float[] Values) ReadFloats(ReadOnlySpan<byte> message)
    {
        Fields fields = Parse(message, collectFloats: true);
        if (fields.ElementType != OnnxTensorInfo.Float32)
        {
            throw new InvalidDataException(
                $"tensor '{fields.Name}' has element type {fields.ElementType}, expected float32"
            );
        }
        float[] values = fields.HasRawData ? ToFloats(fields.RawData) : [.. fields.FloatData!];
        long count = ElementCount(fields);
        return values.Length == count
            ? (fields.Name, [.. fields.Dimensions], values)
            : throw new InvalidDataException(
                $"tensor '{fields.Name}' has {values.Length} values, its shape needs {count}"
            );
    }

    /// <summary>Checks a tensor inside a graph and returns its name.</summary>
    public static string Check(ReadOnlySpan<byte> message)
    {
        Fields fields = Parse(message, collectFloats: false);
        long count = ElementCount(fields);
        long? needed = ElementSize(fields.ElementType) is { } size ? Multiply(count, size, fields.Name) : null;
        if (fields.HasRawData && needed is { } bytes && bytes != fields.RawData.Length)
        {
            throw new InvalidDataException(
                $"tensor '{fields.Name}' has {fields.RawData.Length} bytes of data, its shape needs {bytes}"
            );
        }
        return fields.Name;
    }

    private static Fields Parse(ReadOnlySpan<byte> message, bool collectFloats)
    {
        var fields = new Fields
        {
            Name = "",
            Dimensions = [],
            FloatData = collectFloats ? [] : null,
        };
        var reader = new ProtobufReader(message);
        while (reader.TryReadTag(out int field, out ProtobufWireType type))
        {
            switch (field, type)
            {
                case (1, ProtobufWireType.Varint):
                    AddDimension(ref fields, reader.ReadVarint());
                    break;
                case (1, ProtobufWireType.Bytes):
                    var packed = new ProtobufReader(reader.ReadBytes());
                    while (!packed.IsAtEnd)
                    {
                        AddDimension(ref fields, packed.ReadVarint());
                    }
                    break;
                case (2, ProtobufWireType.Varint):
                    fields.ElementType = reader.ReadInt32();
                    break;
                case (4, ProtobufWireType.Bytes) when collectFloats:
                    fields.FloatData!.AddRange(ToFloats(reader.ReadBytes()));
                    break;
                case (4, ProtobufWireType.Fixed32) when collectFloats:
                    fields.FloatData!.Add(reader.ReadSingle());
                    break;
                case (8, ProtobufWireType.Bytes):
                    fields.Name = reader.ReadString();
                    break;
                case (9, ProtobufWireType.Bytes):
                    fields.RawData = reader.ReadBytes();
                    fields.HasRawData = true;
                    break;
                case (13, _):
                    throw ExternalData(fields.Name);
                case (14, ProtobufWireType.Varint) when reader.ReadInt32() == LocationExternal:
                    throw ExternalData(fields.Name);
                case (14, ProtobufWireType.Varint):
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
        new($"tensor '{tensor}' keeps its data in another file, but a model folder's graphs hold their own data");

    private static long ElementCount(Fields fields)
    {
        long count = 1;
        foreach (long dimension in fields.Dimensions)
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
        elementType switch
        {
            2 or 3 or 9 => 1,
            4 or 5 or 10 or 16 => 2,
            1 or 6 or 12 => 4,
            7 or 11 or 13 => 8,
            _ => null,
        };

    private static float[] ToFloats(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length % sizeof(float) != 0)
        {
            throw new InvalidDataException($"{bytes.Length} bytes of float32 data are no multiple of 4");
        }
        var values = new float[bytes.Length / sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * sizeof(float))..]);
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
        public List<float>? FloatData;
    }
}
