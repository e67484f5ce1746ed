using VaeMlNet.Onnx;

namespace VaeMlNet;

/// <summary>Reads ValueInfoProto messages: the declarations of a graph's inputs and outputs.</summary>
internal static class OnnxValueInfoReader
{
    public static OnnxTensorInfo Read(ReadOnlySpan<byte> message)
    {
        OnnxTensorInfo declared = new("", 0, null);
        var reader = new ProtobufReader(message);
        while (reader.TryReadBytes(ValueInfoProto.Type, out var type))
        {
            declared = ReadType(type);
        }

        return declared with
        {
            Name = ProtobufReader.Text(message, ValueInfoProto.Name),
        };
    }

    private static OnnxTensorInfo ReadType(ReadOnlySpan<byte> message)
    {
        OnnxTensorInfo declared = new("", 0, null);
        var reader = new ProtobufReader(message);
        while (reader.TryReadBytes(TypeProto.TensorType, out var tensorType))
        {
            declared = ReadTensorType(tensorType);
        }

        return declared;
    }

    private static OnnxTensorInfo ReadTensorType(ReadOnlySpan<byte> message)
    {
        IReadOnlyList<long?>? dimensions = null;
        var reader = new ProtobufReader(message);
        while (reader.TryReadBytes(TensorTypeProto.Shape, out var shape))
        {
            dimensions = ReadShape(shape);
        }

        return new("", (int)(ProtobufReader.Varint(message, TensorTypeProto.ElemType) ?? 0), dimensions);
    }

    private static List<long?> ReadShape(ReadOnlySpan<byte> message)
    {
        var dimensions = new List<long?>();
        var reader = new ProtobufReader(message);
        while (reader.TryReadBytes(TensorShapeProto.Dim, out var dimension))
        {
            dimensions.Add(ProtobufReader.Varint(dimension, DimensionProto.DimValue));
        }

        return dimensions;
    }
}
