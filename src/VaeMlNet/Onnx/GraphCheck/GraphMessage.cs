using VaeMlNet.Onnx;

namespace VaeMlNet;

/// <summary>
/// Reads the messages of a graph strictly. It refuses every unknown field, and every field that occurs twice but may occur
/// once. ONNX Runtime therefore cannot interpret the same bytes differently.
/// </summary>
/// <remarks>Errors are of type <see cref="InvalidDataException"/>.</remarks>
internal static class GraphMessage
{
    private const int MostAttributes = 32;

    private const int MostTypedElements = 65_536;

    /// <summary>Reads a NodeProto.</summary>
    public static OnnxNode Node(ReadOnlySpan<byte> message)
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
                case (NodeProto.Input, ProtobufWireType.Bytes):
                    inputs.Add(reader.ReadString());
                    break;
                case (NodeProto.Output, ProtobufWireType.Bytes):
                    outputs.Add(reader.ReadString());
                    break;
                case (NodeProto.Name, ProtobufWireType.Bytes):
                    once.Add(field);
                    name = reader.ReadString();
                    break;
                case (NodeProto.OpType, ProtobufWireType.Bytes):
                    once.Add(field);
                    operatorType = reader.ReadString();
                    break;
                case (NodeProto.Attribute, ProtobufWireType.Bytes):
                    (var key, var value) = Attribute(reader.ReadBytes());
                    if (attributes.Count == MostAttributes || !attributes.TryAdd(key, value))
                    {
                        throw new InvalidDataException($"node '{name}' has the attribute '{key}' twice, or too many");
                    }

                    break;
                case (NodeProto.DocString or NodeProto.Domain, ProtobufWireType.Bytes):
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
        var kind = AttributeType.Undefined;
        object? single = null;
        var floats = new List<float>();
        var integers = new List<long>();
        var once = new OnceFields("attribute");
        var reader = new ProtobufReader(message);
        while (reader.TryReadTag(out var field, out var type))
        {
            if (field is not (AttributeProto.Floats or AttributeProto.Ints))
            {
                once.Add(field);
            }

            switch (field, type)
            {
                case (AttributeProto.Name, ProtobufWireType.Bytes):
                    name = reader.ReadString();
                    break;
                case (AttributeProto.Float, ProtobufWireType.Fixed32) when single is null:
                    single = reader.ReadSingle();
                    break;
                case (AttributeProto.Int, ProtobufWireType.Varint) when single is null:
                    single = (long)reader.ReadVarint();
                    break;
                case (AttributeProto.String, ProtobufWireType.Bytes) when single is null:
                    single = reader.ReadString();
                    break;
                case (AttributeProto.Floats, ProtobufWireType.Fixed32):
                    floats.Add(reader.ReadSingle());
                    break;
                case (AttributeProto.Floats, ProtobufWireType.Bytes):
                    var packedFloats = new ProtobufReader(reader.ReadBytes());
                    while (!packedFloats.IsAtEnd)
                    {
                        floats.Add(packedFloats.ReadSingle());
                    }

                    break;
                case (AttributeProto.Ints, ProtobufWireType.Varint):
                    integers.Add((long)reader.ReadVarint());
                    break;
                case (AttributeProto.Ints, ProtobufWireType.Bytes):
                    var packed = new ProtobufReader(reader.ReadBytes());
                    while (!packed.IsAtEnd)
                    {
                        integers.Add((long)packed.ReadVarint());
                    }

                    break;
                case (AttributeProto.DocString, ProtobufWireType.Bytes):
                    reader.Skip(type);
                    break;
                case (AttributeProto.Type, ProtobufWireType.Varint):
                    kind = (AttributeType)reader.ReadInt32();
                    break;
                default:
                    throw OnceFields.Unexpected($"attribute '{name}'", field);
            }
        }

        var value = (kind, single, floats.Count, integers.Count) switch
        {
            (AttributeType.Float, float, 0, 0) => single,
            (AttributeType.Int, long, 0, 0) => single,
            (AttributeType.String, string, 0, 0) => single,
            (AttributeType.Floats, null, > 0, 0) => floats.ToArray(),
            (AttributeType.Ints, null, 0, > 0) => integers.ToArray(),
            // A writer may omit numbers that are 0.
            (AttributeType.Float, null, 0, 0) => 0f,
            (AttributeType.Int, null, 0, 0) => 0L,
            _ => null,
        };
        return value is null
            ? throw new InvalidDataException(
                $"attribute '{name}' is of kind {(int)kind} and does not have one value of that kind; expected a number, numbers or a text"
            )
            : (name, value);
    }

    /// <summary>Reads a TensorProto of a graph. Raw elements are not copied from the model's bytes.</summary>
    public static (string Name, GraphValue Value) Constant(ReadOnlyMemory<byte> model, ReadOnlySpan<byte> message)
    {
        var name = "";
        var elementType = 0;
        var shape = new List<GraphSize>();
        ReadOnlySpan<byte> raw = default;
        var isRaw = false;
        var typed = new TypedElements(MostTypedElements);
        var once = new OnceFields("tensor");
        var reader = new ProtobufReader(message);
        while (reader.TryReadTag(out var field, out var type))
        {
            switch (field, type)
            {
                case (TensorProto.Dims, ProtobufWireType.Varint):
                    AddSize(shape, (long)reader.ReadVarint(), name);
                    break;
                case (TensorProto.Dims, ProtobufWireType.Bytes):
                    var packed = new ProtobufReader(reader.ReadBytes());
                    while (!packed.IsAtEnd)
                    {
                        AddSize(shape, (long)packed.ReadVarint(), name);
                    }

                    break;
                case (TensorProto.DataType, ProtobufWireType.Varint):
                    once.Add(field);
                    elementType = reader.ReadInt32();
                    break;
                case (TensorProto.FloatData or TensorProto.Int32Data, _):
                case (TensorProto.Int64Data or TensorProto.UInt64Data, _):
                    typed.Add(field, type, ref reader);
                    break;
                case (TensorProto.Name, ProtobufWireType.Bytes):
                    once.Add(field);
                    name = reader.ReadString();
                    break;
                case (TensorProto.RawData, ProtobufWireType.Bytes):
                    once.Add(field);
                    raw = reader.ReadBytes();
                    isRaw = true;
                    break;
                case (TensorProto.DocString, ProtobufWireType.Bytes):
                    once.Add(field);
                    reader.Skip(type);
                    break;
                case (TensorProto.DataLocation, ProtobufWireType.Varint):
                    // OnnxTensorReader has checked that the elements are in this file.
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

    /// <summary>
    /// Returns the number of elements. Constants can be larger than computed values, because the file contains each element.
    /// </summary>
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
            GraphType.Int64 or GraphType.Float64 => 8,
            _ => 4,
        };

    private static ReadOnlyMemory<byte> SliceOf(ReadOnlyMemory<byte> model, ReadOnlySpan<byte> part)
    {
        model.Span.Overlaps(part, out var start);
        return model.Slice(start, part.Length);
    }
}
