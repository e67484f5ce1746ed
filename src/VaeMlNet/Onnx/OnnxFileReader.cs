using System.Text;
using VaeMlNet.Onnx;

namespace VaeMlNet;

/// <summary>Reads descriptions of ONNX files.</summary>
internal static class OnnxFileReader
{
    private const string StandardDomain = "ai.onnx";

    /// <summary>The deepest allowed nesting of messages. It is the default limit of Google's Protocol Buffers.</summary>
    private const int DeepestNesting = 100;

    /// <exception cref="InvalidDataException">The bytes are not an ONNX model.</exception>
    public static OnnxFileInfo Read(ReadOnlySpan<byte> model)
    {
        var graph = OnnxGraphSummary.Read(model);
        long version = 0;
        string[] producer = ["", ""];
        var opsets = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var operators = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var reader = new ProtobufReader(model);
        while (reader.TryReadTag(out var field, out var type))
        {
            switch (field, type)
            {
                case (ModelProto.IrVersion, ProtobufWireType.Varint):
                    version = (long)reader.ReadVarint();
                    break;
                case (ModelProto.ProducerName or ModelProto.ProducerVersion, ProtobufWireType.Bytes):
                    producer[field - ModelProto.ProducerName] = reader.ReadString();
                    break;
                case (ModelProto.Graph, ProtobufWireType.Bytes):
                    CountNodes(reader.ReadBytes(), GraphProto.Node, operators, depth: 1);
                    break;
                case (ModelProto.OpsetImport, ProtobufWireType.Bytes):
                    AddOpset(reader.ReadBytes(), opsets);
                    break;
                case (ModelProto.Functions, ProtobufWireType.Bytes):
                    CountNodes(reader.ReadBytes(), FunctionProto.Node, operators, depth: 1);
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }

        return new OnnxFileInfo
        {
            IrVersion = version,
            Producer = string.Join(' ', producer).Trim(),
            Opsets = opsets,
            Inputs = [.. graph.Inputs.Select(Describe)],
            Outputs = [.. graph.Outputs.Select(Describe)],
            Operators = operators,
        };
    }

    private static OnnxFileTensor Describe(OnnxTensorInfo tensor) =>
        new(tensor.Name, tensor.Description, tensor.ElementType == OnnxTensorInfo.Float32, tensor.Dimensions);

    private static void AddOpset(ReadOnlySpan<byte> message, SortedDictionary<string, long> opsets)
    {
        var domain = "";
        long version = 0;
        var reader = new ProtobufReader(message);
        while (reader.TryReadTag(out var field, out var type))
        {
            switch (field, type)
            {
                case (OperatorSetIdProto.Domain, ProtobufWireType.Bytes):
                    domain = reader.ReadString();
                    break;
                case (OperatorSetIdProto.Version, ProtobufWireType.Varint):
                    version = (long)reader.ReadVarint();
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }

        opsets[domain.Length == 0 ? StandardDomain : domain] = version;
    }

    /// <summary>Counts the nodes of a GraphProto or FunctionProto.</summary>
    private static void CountNodes(
        ReadOnlySpan<byte> message,
        int nodeField,
        SortedDictionary<string, int> operators,
        int depth
    )
    {
        if (depth > DeepestNesting)
        {
            throw new InvalidDataException($"its graphs are nested more than {DeepestNesting} deep");
        }

        var reader = new ProtobufReader(message);
        while (reader.TryReadBytes(nodeField, out var node))
        {
            CountNode(node, operators, depth);
        }
    }

    private static void CountNode(ReadOnlySpan<byte> message, SortedDictionary<string, int> operators, int depth)
    {
        var name = "";
        var domain = "";
        var reader = new ProtobufReader(message);
        while (reader.TryReadBytes(out var field, out var value))
        {
            switch (field)
            {
                case NodeProto.OpType:
                    name = Encoding.UTF8.GetString(value);
                    break;
                case NodeProto.Attribute:
                    CountInner(value, operators, depth);
                    break;
                case NodeProto.Domain:
                    domain = Encoding.UTF8.GetString(value);
                    break;
            }
        }

        var key = domain is "" or StandardDomain ? name : $"{domain}.{name}";
        operators[key] = operators.GetValueOrDefault(key) + 1;
    }

    /// <summary>Counts the nodes of the graphs in an AttributeProto: branches, or the body of a loop.</summary>
    private static void CountInner(ReadOnlySpan<byte> message, SortedDictionary<string, int> operators, int depth)
    {
        var reader = new ProtobufReader(message);
        while (reader.TryReadBytes(out var field, out var value))
        {
            if (field is AttributeProto.Graph or AttributeProto.Graphs)
            {
                CountNodes(value, GraphProto.Node, operators, depth + 1);
            }
        }
    }
}
