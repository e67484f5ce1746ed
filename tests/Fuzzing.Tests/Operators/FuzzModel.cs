using VaeMlNet;
using VaeMlNet.Onnx;

namespace Fuzzing.Tests;

/// <summary>A graph that can be changed piece by piece and written as a ModelProto.</summary>
internal sealed class FuzzModel
{
    private readonly byte[] inputs;

    private FuzzModel(byte[] inputs, List<FuzzTensor> constants, List<OnnxNode> nodes)
    {
        this.inputs = inputs;
        Constants = constants;
        Nodes = nodes;
    }

    public List<FuzzTensor> Constants { get; }

    public List<OnnxNode> Nodes { get; }

    /// <summary>Reads a model. Its inputs and outputs stay as they are.</summary>
    public static FuzzModel Read(byte[] model)
    {
        var declarations = new ProtobufWriter();
        var constants = new List<FuzzTensor>();
        var nodes = new List<OnnxNode>();
        var reader = new ProtobufReader(model);
        while (reader.TryReadTag(out var field, out var type))
        {
            if (field == ModelProto.Graph)
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
        var graph = new ProtobufWriter()
            .Messages(GraphProto.Node, Nodes.Select(Write))
            .String(GraphProto.Name, "graph")
            .Messages(GraphProto.Initializer, Constants.Select(constant => constant.ToMessage()));
        byte[] body = [.. graph.ToArray(), .. inputs];
        return new ProtobufWriter()
            .Varint(ModelProto.IrVersion, 8)
            .Bytes(ModelProto.Graph, body)
            .Message(ModelProto.OpsetImport, OnnxMessages.OperatorSet("", 17))
            .ToArray();
    }

    private static void ReadGraph(
        ReadOnlySpan<byte> graph,
        ProtobufWriter declarations,
        List<FuzzTensor> constants,
        List<OnnxNode> nodes
    )
    {
        var reader = new ProtobufReader(graph);
        while (reader.TryReadTag(out var field, out var type))
        {
            switch (field)
            {
                case GraphProto.Node:
                    nodes.Add(GraphMessage.Node(reader.ReadBytes()));
                    break;
                case GraphProto.Initializer:
                    var message = reader.ReadBytes().ToArray();
                    (var name, var value) = GraphMessage.Constant(message, message);
                    long[] shape = [.. value.Shape.Select(size => size.Count)];
                    constants.Add(new(name, (int)value.Type, shape, value.Data!.Value.ToArray()));
                    break;
                case GraphProto.Input or GraphProto.Output:
                    declarations.Copy(field, type, ref reader);
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }
    }

    private static ProtobufWriter Write(OnnxNode node) =>
        OnnxMessages.Node(
            node.Name,
            node.Operator,
            node.Inputs,
            node.Outputs,
            node.Attributes.Select(attribute => Write(attribute.Key, attribute.Value))
        );

    private static ProtobufWriter Write(string name, object value) =>
        value is FuzzTensor tensor
            ? new ProtobufWriter()
                .String(AttributeProto.Name, name)
                .Message(AttributeProto.Tensor, tensor.ToMessage())
                .Varint(AttributeProto.Type, (long)AttributeType.Tensor)
            : OnnxMessages.Attribute(name, value);
}
