namespace VaeMlNet;

/// <summary>The names that values of an ONNX graph have: a new input must not have one of them.</summary>
/// <remarks>Field numbers are those of onnx.proto3. Graphs inside of nodes are not looked into.</remarks>
internal static class OnnxValueNames
{
    private const int GraphField = 7;

    public static HashSet<string> Of(ReadOnlySpan<byte> model)
    {
        var names = new HashSet<string>();
        var reader = new ProtobufReader(model);
        while (reader.TryReadTag(out var field, out var type))
        {
            if ((field, type) == (GraphField, ProtobufWireType.Bytes))
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
                case (1, ProtobufWireType.Bytes):
                    AddTexts(names, reader.ReadBytes(), 1, 2);
                    break;
                case (5, ProtobufWireType.Bytes):
                    AddTexts(names, reader.ReadBytes(), 8);
                    break;
                case (11 or 12, ProtobufWireType.Bytes):
                    AddTexts(names, reader.ReadBytes(), 1);
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
