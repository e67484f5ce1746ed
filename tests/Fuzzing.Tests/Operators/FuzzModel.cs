using VaeMlNet;

namespace Fuzzing.Tests;

/// <summary>A graph that can be changed piece by piece and written as a ModelProto.</summary>
internal sealed class FuzzModel
{
    private readonly byte[] inputs;

    private FuzzModel(byte[] inputs, List<FuzzTensor> constants, List<GraphNode> nodes)
    {
        this.inputs = inputs;
        Constants = constants;
        Nodes = nodes;
    }

    public List<FuzzTensor> Constants { get; }

    public List<GraphNode> Nodes { get; }

    /// <summary>Reads a model. Its inputs and outputs stay as they are.</summary>
    public static FuzzModel Read(byte[] model)
    {
        var declarations = new ProtobufWriter();
        var constants = new List<FuzzTensor>();
        var nodes = new List<GraphNode>();
        var reader = new ProtobufReader(model);
        while (reader.TryReadTag(out var field, out var type))
        {
            if (field == 7)
            {
                ReadGraph(reader.ReadBytes(), declarations, constants, nodes);
            }
            else
            {
                reader.Skip(type);
            }
        }

        return new(declarations.ToArray(), constants, nodes);
    }

    public FuzzModel Clone() => new(inputs, [.. Constants], [.. Nodes]);

    public byte[] ToBytes()
    {
        ProtobufWriter graph = new();
        foreach (var node in Nodes)
        {
            graph.Message(1, Write(node));
        }

        graph.String(2, "graph");
        foreach (var constant in Constants)
        {
            graph.Message(5, constant.ToMessage());
        }

        byte[] body = [.. graph.ToArray(), .. inputs];
        return new ProtobufWriter()
            .Varint(1, 8)
            .Bytes(7, body)
            .Message(8, new ProtobufWriter().String(1, "").Varint(2, 17))
            .ToArray();
    }

    private static void ReadGraph(
        ReadOnlySpan<byte> graph,
        ProtobufWriter declarations,
        List<FuzzTensor> constants,
        List<GraphNode> nodes
    )
    {
        var reader = new ProtobufReader(graph);
        while (reader.TryReadTag(out var field, out var type))
        {
            switch (field)
            {
                case 1:
                    nodes.Add(GraphMessage.Node(reader.ReadBytes()));
                    break;
                case 5:
                    var message = reader.ReadBytes().ToArray();
                    (var name, var value) = GraphMessage.Constant(message, message);
                    long[] shape = [.. value.Shape.Select(size => size.Count)];
                    constants.Add(new(name, (int)value.Type, shape, value.Data!.Value.ToArray()));
                    break;
                case 11 or 12:
                    declarations.Copy(field, type, ref reader);
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }
    }

    private static ProtobufWriter Write(GraphNode node)
    {
        ProtobufWriter message = new();
        foreach (var input in node.Inputs)
        {
            message.String(1, input);
        }

        foreach (var output in node.Outputs)
        {
            message.String(2, output);
        }

        message.String(3, node.Name).String(4, node.Operator);
        foreach ((var name, var value) in node.Attributes)
        {
            message.Message(5, Write(name, value));
        }

        return message;
    }

    private static ProtobufWriter Write(string name, object value)
    {
        var message = new ProtobufWriter().String(1, name);
        switch (value)
        {
            case float number:
                return message.Float(2, number).Varint(20, 1);
            case long number:
                return message.Varint(3, (ulong)number).Varint(20, 2);
            case string text:
                return message.String(4, text).Varint(20, 3);
            case FuzzTensor tensor:
                return message.Message(5, tensor.ToMessage()).Varint(20, 4);
            case float[] numbers:
                Array.ForEach(numbers, number => message.Float(7, number));
                return message.Varint(20, 6);
            default:
                Array.ForEach((long[])value, number => message.Varint(8, (ulong)number));
                return message.Varint(20, 7);
        }
    }
}
