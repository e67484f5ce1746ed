using VaeMlNet.Onnx;

namespace VaeMlNet;

/// <summary>Reads the names of an ONNX graph's values. A new input must not have one of these names.</summary>
/// <remarks>Graphs inside nodes are not read.</remarks>
internal static class OnnxValueNames
{
    public static HashSet<string> Read(ReadOnlySpan<byte> model)
    {
        var names = new HashSet<string>();
        var reader = new ProtobufReader(model);
        while (reader.TryReadTag(out var field, out var type))
        {
            if ((field, type) == (ModelProto.Graph, ProtobufWireType.Bytes))
            {
                AddGraph(names, reader.ReadBytes());
            }
            else
            {
                reader.Skip(type);
            }
        }

        return names;
    }

    private static void AddGraph(HashSet<string> names, ReadOnlySpan<byte> graph)
    {
        var reader = new ProtobufReader(graph);
        while (reader.TryReadTag(out var field, out var type))
        {
            switch (field, type)
            {
                case (GraphProto.Node, ProtobufWireType.Bytes):
                    AddTexts(names, reader.ReadBytes(), NodeProto.Input, NodeProto.Output);
                    break;
                case (GraphProto.Initializer, ProtobufWireType.Bytes):
                    AddTexts(names, reader.ReadBytes(), TensorProto.Name);
                    break;
                case (GraphProto.Input or GraphProto.Output, ProtobufWireType.Bytes):
                    AddTexts(names, reader.ReadBytes(), ValueInfoProto.Name);
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }
    }

    /// <summary>Adds the texts in some fields of a message.</summary>
    private static void AddTexts(HashSet<string> names, ReadOnlySpan<byte> message, params ReadOnlySpan<int> fields)
    {
        var reader = new ProtobufReader(message);
        while (reader.TryReadTag(out var field, out var type))
        {
            if (fields.Contains(field) && type == ProtobufWireType.Bytes)
            {
                names.Add(reader.ReadString());
            }
            else
            {
                reader.Skip(type);
            }
        }
    }
}
