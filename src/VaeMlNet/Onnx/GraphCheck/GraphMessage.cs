namespace VaeMlNet;

/// <summary>
/// Reads the messages of a graph strictly: every field that is not expected, or is given twice where it may be given once, is
/// refused. So ONNX Runtime cannot read anything else in the same bytes.
/// </summary>
/// <remarks>Field numbers are those of onnx.proto3. Errors are <see cref="InvalidDataException"/>.</remarks>
internal static class GraphMessage
{
    private const int MostAttributes = 32;

    /// <summary>Reads a NodeProto.</summary>
    public static GraphNode Node(ReadOnlySpan<byte> message)
    {
        var name = "";
        var operatorType = "";
        var inputs = new List<string>();
        var outputs = new List<string>();
        var attributes = new Dictionary<string, object>(StringComparer.Ordinal);
        var once = new OnceFields("node");
        var reader = new ProtobufReader(message);
        while (reader.TryReadTag(out var field, out var type))
        {
            switch (field, type)
            {
                case (1, ProtobufWireType.Bytes):
                    inputs.Add(reader.ReadString());
                    break;
                case (2, ProtobufWireType.Bytes):
                    outputs.Add(reader.ReadString());
                    break;
                case (3, ProtobufWireType.Bytes):
                    once.Add(field);
                    name = reader.ReadString();
                    break;
                case (4, ProtobufWireType.Bytes):
                    once.Add(field);
                    operatorType = reader.ReadString();
                    break;
                case (5, ProtobufWireType.Bytes):
                    (var key, var value) = Attribute(reader.ReadBytes());
                    if (attributes.Count == MostAttributes || !attributes.TryAdd(key, value))
                    {
                        throw new InvalidDataException($"node '{name}' has the attribute '{key}' twice, or too many");
                    }

                    break;
                case (6 or 7, ProtobufWireType.Bytes):
                    once.Add(field);
                    reader.Skip(type);
                    break;
                default:
                    throw OnceFields.Unexpected("node", field);
            }
        }

        return new(name, operatorType, inputs, outputs, attributes);
    }

    /// <summary>Reads an AttributeProto whose value is a number, numbers or a text.</summary>
    private static (string Name, object Value) Attribute(ReadOnlySpan<byte> message)
    {
        var name = "";
        var kind = 0;
        object? single = null;
        var floats = new List<float>();
        var integers = new List<long>();
        var once = new OnceFields("attribute");
        var reader = new ProtobufReader(message);
        while (reader.TryReadTag(out var field, out var type))
        {
            if (field is not (7 or 8))
            {
                once.Add(field);
            }

            switch (field, type)
            {
                case (1, ProtobufWireType.Bytes):
                    name = reader.ReadString();
                    break;
                case (2, ProtobufWireType.Fixed32) when single is null:
                    single = reader.ReadSingle();
                    break;
                case (3, ProtobufWireType.Varint) when single is null:
                    single = (long)reader.ReadVarint();
                    break;
                case (4, ProtobufWireType.Bytes) when single is null:
                    single = reader.ReadString();
                    break;
                case (7, ProtobufWireType.Fixed32):
                    floats.Add(reader.ReadSingle());
                    break;
                case (7, ProtobufWireType.Bytes):
                    var packedFloats = new ProtobufReader(reader.ReadBytes());
                    while (!packedFloats.IsAtEnd)
                    {
                        floats.Add(packedFloats.ReadSingle());
                    }

                    break;
                case (8, ProtobufWireType.Varint):
                    integers.Add((long)reader.ReadVarint());
                    break;
                case (8, ProtobufWireType.Bytes):
                    var packed = new ProtobufReader(reader.ReadBytes());
                    while (!packed.IsAtEnd)
                    {
                        integers.Add((long)packed.ReadVarint());
                    }

                    break;
                case (13, ProtobufWireType.Bytes):
                    reader.Skip(type);
                    break;
                case (20, ProtobufWireType.Varint):
                    kind = reader.ReadInt32();
                    break;
                default:
                    throw OnceFields.Unexpected($"attribute '{name}'", field);
            }
        }

        var value = (kind, single, floats.Count, integers.Count) switch
        {
            (1, float, 0, 0) or (2, long, 0, 0) or (3, string, 0, 0) => single,
            (6, null, > 0, 0) => floats.ToArray(),
            (7, null, 0, > 0) => integers.ToArray(),
            // A writer may leave out numbers that are 0.
            (1, null, 0, 0) => 0f,
            (2, null, 0, 0) => 0L,
            _ => null,
        };
        return value is null
            ? throw new InvalidDataException(
                $"attribute '{name}' is of kind {kind} and does not have one value of that kind; expected a number, numbers or a text"
            )
            : (name, value);
    }

    /// <summary>Reads a TensorProto of a graph. Its elements stay in the model's bytes where they are raw.</summary>
    public static (string Name, GraphValue Value) Constant(ReadOnlyMemory<byte> model, ReadOnlySpan<byte> message)
    {
        var name = "";
        var elementType = 0;
        var shape = new List<GraphSize>();
        ReadOnlySpan<byte> raw = default;
        var isRaw = false;
        var typed = new TypedElements();
        var once = new OnceFields("tensor");
        var reader = new ProtobufReader(message);
        while (reader.TryReadTag(out var field, out var type))
        {
            switch (field, type)
            {
                case (1, ProtobufWireType.Varint):
                    AddSize(shape, (long)reader.ReadVarint(), name);
                    break;
                case (1, ProtobufWireType.Bytes):
                    var packed = new ProtobufReader(reader.ReadBytes());
                    while (!packed.IsAtEnd)
                    {
                        AddSize(shape, (long)packed.ReadVarint(), name);
                    }

                    break;
                case (2, ProtobufWireType.Varint):
                    once.Add(field);
                    elementType = reader.ReadInt32();
                    break;
                case (4 or 5 or 7 or 11, _):
                    typed.Add(field, type, ref reader);
                    break;
                case (8, ProtobufWireType.Bytes):
                    once.Add(field);
                    name = reader.ReadString();
                    break;
                case (9, ProtobufWireType.Bytes):
                    once.Add(field);
                    raw = reader.ReadBytes();
                    isRaw = true;
                    break;
                case (12, ProtobufWireType.Bytes):
                    once.Add(field);
                    reader.Skip(type);
                    break;
                case (14, ProtobufWireType.Varint):
                    // Checked by OnnxTensorReader: the elements are in this file.
                    once.Add(field);
                    reader.Skip(type);
                    break;
                default:
                    throw OnceFields.Unexpected($"tensor '{name}'", field);
            }
        }

        var known = OfNumber(elementType, $"tensor '{name}'");
        var data =
            isRaw && typed.IsEmpty ? SliceOf(model, raw)
            : isRaw ? throw new InvalidDataException($"tensor '{name}' has its elements twice")
            : typed.ToBytes(known, name);
        var value = new GraphValue(known, [.. shape]) { Data = data, IsConstant = true };
        var count = CountOf(shape, name);
        if (data.Length != count * SizeOf(known))
        {
            throw new InvalidDataException(
                $"tensor '{name}' has {data.Length} bytes of elements, its shape needs {count * SizeOf(known)}"
            );
        }

        return (name, value);
    }

    /// <exception cref="InvalidDataException">It is none of those that model folders use.</exception>
    public static GraphType OfNumber(long elementType, string owner) =>
        elementType is >= 0 and <= int.MaxValue && Enum.IsDefined((GraphType)elementType)
            ? (GraphType)elementType
            : throw new InvalidDataException($"{owner} has element type {elementType}, which model folders do not use");

    private static void AddSize(List<GraphSize> shape, long size, string name)
    {
        if (shape.Count == GraphLimits.MostAxes || size < 1)
        {
            throw new InvalidDataException(
                $"tensor '{name}' has an axis of {size} elements or more than {GraphLimits.MostAxes} axes"
            );
        }

        shape.Add(new(size, false));
    }

    /// <summary>Constants may be larger than computed values: the file contains each of their elements.</summary>
    private static long CountOf(List<GraphSize> shape, string name)
    {
        long count = 1;
        foreach (var size in shape)
        {
            count =
                count <= int.MaxValue / size.Count
                    ? count * size.Count
                    : throw new InvalidDataException($"the axes of tensor '{name}' are too large");
        }

        return count;
    }

    private static int SizeOf(GraphType type) =>
        type switch
        {
            GraphType.UInt8 or GraphType.Int8 or GraphType.Bool => 1,
            GraphType.Float16 => 2,
            GraphType.Int64 => 8,
            _ => 4,
        };

    private static ReadOnlyMemory<byte> SliceOf(ReadOnlyMemory<byte> model, ReadOnlySpan<byte> part)
    {
        model.Span.Overlaps(part, out var start);
        return model.Slice(start, part.Length);
    }
}
