using System.Text;
using VaeMlNet.Onnx;

namespace VaeMlNet;

/// <summary>Reads ValueInfoProto messages: the declarations of a graph's inputs and outputs.</summary>
internal static class OnnxValueInfoReader
{
    public static OnnxTensorInfo Read(ReadOnlySpan<byte> message)
    {
        var name = "";
        OnnxTensorInfo declared = new("", 0, null);
        var reader = new ProtobufReader(message);
        while (reader.TryReadBytes(out var field, out var value))
        {
            switch (field)
            {
                case ValueInfoProto.Name:
                    name = Encoding.UTF8.GetString(value);
                    break;
                case ValueInfoProto.Type:
                    declared = ReadType(value);
                    break;
            }
        }

        return declared with
        {
            Name = name,
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
        var elementType = 0;
        IReadOnlyList<long?>? dimensions = null;
        var reader = new ProtobufReader(message);
        while (reader.TryReadTag(out var field, out var type))
        {
            switch (field, type)
            {
                case (TensorTypeProto.ElemType, ProtobufWireType.Varint):
                    elementType = reader.ReadInt32();
                    break;
                case (TensorTypeProto.Shape, ProtobufWireType.Bytes):
                    dimensions = ReadShape(reader.ReadBytes());
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }

        return new("", elementType, dimensions);
    }

    private static List<long?> ReadShape(ReadOnlySpan<byte> message)
    {
        var dimensions = new List<long?>();
        var reader = new ProtobufReader(message);
        while (reader.TryReadBytes(TensorShapeProto.Dim, out var dimension))
        {
            dimensions.Add(ReadDimension(dimension));
        }

        return dimensions;
    }

    private static long? ReadDimension(ReadOnlySpan<byte> message)
    {
        long? size = null;
        var reader = new ProtobufReader(message);
        while (reader.TryReadTag(out var field, out var type))
        {
            if ((field, type) == (DimensionProto.DimValue, ProtobufWireType.Varint))
            {
                size = (long)reader.ReadVarint();
            }
            else
            {
                reader.Skip(type);
            }
        }

        return size;
    }
}
