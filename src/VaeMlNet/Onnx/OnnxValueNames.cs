using System.Text;
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
        while (reader.TryReadBytes(ModelProto.Graph, out var graph))
        {
            AddGraph(names, graph);
        }

        return names;
    }

    private static void AddGraph(HashSet<string> names, ReadOnlySpan<byte> graph)
    {
        var reader = new ProtobufReader(graph);
        while (reader.TryReadBytes(out var field, out var value))
        {
            switch (field)
            {
                case GraphProto.Node:
                    AddTexts(names, value, NodeProto.Input, NodeProto.Output);
                    break;
                case GraphProto.Initializer:
                    AddTexts(names, value, TensorProto.Name);
                    break;
                case GraphProto.Input or GraphProto.Output:
                    AddTexts(names, value, ValueInfoProto.Name);
                    break;
            }
        }
    }

    /// <summary>Adds the texts in some fields of a message.</summary>
    private static void AddTexts(HashSet<string> names, ReadOnlySpan<byte> message, params ReadOnlySpan<int> fields)
    {
        var reader = new ProtobufReader(message);
        while (reader.TryReadBytes(out var field, out var text))
        {
            if (fields.Contains(field))
            {
                names.Add(Encoding.UTF8.GetString(text));
            }
        }
    }
}
