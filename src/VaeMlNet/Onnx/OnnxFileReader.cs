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
        var opsets = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var operators = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var reader = new ProtobufReader(model);
        while (reader.TryReadBytes(out var field, out var value))
        {
            switch (field)
            {
                case ModelProto.Graph:
                    CountNodes(value, GraphProto.Node, operators, depth: 1);
                    break;
                case ModelProto.OpsetImport:
                    AddOpset(value, opsets);
                    break;
                case ModelProto.Functions:
                    CountNodes(value, FunctionProto.Node, operators, depth: 1);
                    break;
            }
        }

        var producer = ProtobufReader.Text(model, ModelProto.ProducerName);
        return new OnnxFileInfo
        {
            IrVersion = ProtobufReader.Varint(model, ModelProto.IrVersion) ?? 0,
            Producer = $"{producer} {ProtobufReader.Text(model, ModelProto.ProducerVersion)}".Trim(),
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
        var domain = ProtobufReader.Text(message, OperatorSetIdProto.Domain);
        opsets[domain.Length == 0 ? StandardDomain : domain] =
            ProtobufReader.Varint(message, OperatorSetIdProto.Version) ?? 0;
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
        var reader = new ProtobufReader(message);
        while (reader.TryReadBytes(NodeProto.Attribute, out var attribute))
        {
            CountInner(attribute, operators, depth);
        }

        var (name, domain) = (
            ProtobufReader.Text(message, NodeProto.OpType),
            ProtobufReader.Text(message, NodeProto.Domain)
        );
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
