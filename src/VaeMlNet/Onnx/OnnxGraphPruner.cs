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
                GraphProto.Initializer => needed.Contains(ProtobufReader.Text(message, TensorProto.Name)),
                _ => outputs.Contains(ProtobufReader.Text(message, ValueInfoProto.Name)),
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
        while (reader.TryReadBytes(GraphProto.Node, out var node))
        {
            var inputs = ProtobufReader.Texts(node, NodeProto.Input);
            nodes.Add((inputs, ProtobufReader.Texts(node, NodeProto.Output), HasGraph(node)));
        }

        return nodes;
    }

    private static bool HasGraph(ReadOnlySpan<byte> node)
    {
        var reader = new ProtobufReader(node);
        while (reader.TryReadBytes(NodeProto.Attribute, out var message))
        {
            var attribute = new ProtobufReader(message);
            while (attribute.TryReadBytes(out var field, out _))
            {
                if (field is AttributeProto.Graph or AttributeProto.Graphs)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
