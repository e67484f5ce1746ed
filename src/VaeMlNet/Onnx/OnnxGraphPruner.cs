using VaeMlNet.Onnx;

namespace VaeMlNet;

/// <summary>Removes from a graph what some of its outputs do not need. ONNX Runtime runs every node of a graph, also for outputs that nobody asks for.</summary>
internal static class OnnxGraphPruner
{
    /// <summary>The largest model that is copied. In larger ones, the other outputs are a smaller part of the work.</summary>
    private const int LargestModel = 16 << 20;

    /// <summary>Returns a model that computes only some outputs, from the same inputs.</summary>
    /// <param name="model">The bytes of the model, whose nodes are in the order of their execution.</param>
    /// <param name="outputs">The names of the outputs to keep.</param>
    /// <returns>
    /// The smaller model. The same bytes if these outputs need every node, if a node contains a graph, if the model has more than 16 MiB, or if it is
    /// damaged.
    /// </returns>
    public static byte[] Keep(byte[] model, IEnumerable<string> outputs)
    {
        try
        {
            return model.Length > LargestModel ? model : Prune(model, outputs);
        }
        catch (InvalidDataException)
        {
            return model; // ONNX Runtime says what is wrong
        }
    }

    private static byte[] Prune(byte[] model, IEnumerable<string> outputs)
    {
        var pruned = new ProtobufWriter();
        var reader = new ProtobufReader(model);
        while (reader.TryReadTag(out var field, out var type))
        {
            if ((field, type) != (ModelProto.Graph, ProtobufWireType.Bytes))
            {
                pruned.Copy(field, type, ref reader);
            }
            else if (Prune(reader.ReadBytes(), [.. outputs]) is { } graph)
            {
                pruned.Message(field, graph);
            }
            else
            {
                return model;
            }
        }

        return pruned.ToArray();
    }

    private static ProtobufWriter? Prune(ReadOnlySpan<byte> graph, HashSet<string> outputs)
    {
        var needed = new HashSet<string>(outputs);
        var nodes = ReadNodes(graph);
        var isNeeded = new bool[nodes.Count];
        for (var i = nodes.Count - 1; i >= 0; i--)
        {
            if (nodes[i].HasGraph)
            {
                return null; // which can use any value of this graph
            }

            isNeeded[i] = nodes[i].Outputs.Exists(needed.Contains);
            if (isNeeded[i])
            {
                needed.UnionWith(nodes[i].Inputs);
            }
        }

        return Array.TrueForAll(isNeeded, node => node) ? null : Copy(graph, isNeeded, needed, outputs);
    }

    private static ProtobufWriter Copy(
        ReadOnlySpan<byte> graph,
        bool[] isNeeded,
        HashSet<string> needed,
        HashSet<string> outputs
    )
    {
        var pruned = new ProtobufWriter();
        var node = 0;
        var reader = new ProtobufReader(graph);
        while (reader.TryReadTag(out var field, out var type))
        {
            if (field is not (GraphProto.Node or GraphProto.Initializer or GraphProto.Output))
            {
                pruned.Copy(field, type, ref reader);
                continue;
            }

            var message = reader.ReadBytes();
            var isKept = field switch
            {
                GraphProto.Node => isNeeded[node++],
                GraphProto.Initializer => needed.Contains(Texts(message, TensorProto.Name).FirstOrDefault("")),
                _ => outputs.Contains(OnnxValueInfoReader.Read(message).Name),
            };
            if (isKept)
            {
                pruned.Bytes(field, message.ToArray());
            }
        }

        return pruned;
    }

    private static List<(List<string> Inputs, List<string> Outputs, bool HasGraph)> ReadNodes(ReadOnlySpan<byte> graph)
    {
        var nodes = new List<(List<string> Inputs, List<string> Outputs, bool HasGraph)>();
        var reader = new ProtobufReader(graph);
        while (reader.TryReadTag(out var field, out var type))
        {
            if ((field, type) == (GraphProto.Node, ProtobufWireType.Bytes))
            {
                var node = reader.ReadBytes();
                nodes.Add((Texts(node, NodeProto.Input), Texts(node, NodeProto.Output), HasGraph(node)));
            }
            else
            {
                reader.Skip(type);
            }
        }

        return nodes;
    }

    private static bool HasGraph(ReadOnlySpan<byte> node)
    {
        var reader = new ProtobufReader(node);
        while (reader.TryReadTag(out var field, out var type))
        {
            if ((field, type) != (NodeProto.Attribute, ProtobufWireType.Bytes))
            {
                reader.Skip(type);
                continue;
            }

            var attribute = new ProtobufReader(reader.ReadBytes());
            while (attribute.TryReadTag(out var part, out var partType))
            {
                if (part is AttributeProto.Graph or AttributeProto.Graphs)
                {
                    return true;
                }

                attribute.Skip(partType);
            }
        }

        return false;
    }

    private static List<string> Texts(ReadOnlySpan<byte> message, int textField)
    {
        var texts = new List<string>();
        var reader = new ProtobufReader(message);
        while (reader.TryReadTag(out var field, out var type))
        {
            if ((field, type) == (textField, ProtobufWireType.Bytes))
            {
                texts.Add(reader.ReadString());
            }
            else
            {
                reader.Skip(type);
            }
        }

        return texts;
    }
}
