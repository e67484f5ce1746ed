using VaeMlNet.Onnx;

namespace VaeMlNet;

/// <summary>
/// Reads the inputs and outputs of an ONNX model. Refuses contents that a model folder must not have: data in other files,
/// operators outside the standard domain, model-local functions, loops and deep nesting.
/// </summary>
/// <remarks>Malformed contents cause an <see cref="InvalidDataException"/>.</remarks>
internal static class OnnxModelReader
{
    /// <summary>The deepest allowed nesting of messages. It is the default limit of Google's Protocol Buffers.</summary>
    private const int DeepestNesting = 100;

    /// <param name="model">The bytes of the model.</param>
    /// <param name="otherDomain">A second operator domain to accept; none by default.</param>
    public static OnnxGraphSignature Read(ReadOnlySpan<byte> model, string otherDomain = "")
    {
        OnnxGraphSignature? signature = null;
        var reader = new ProtobufReader(model);
        while (reader.TryReadTag(out var field, out var type))
        {
            switch (field, type)
            {
                case (ModelProto.Graph, ProtobufWireType.Bytes):
                    signature = signature is null
                        ? ReadGraph(reader.ReadBytes(), 1, otherDomain)
                        : throw new InvalidDataException("it contains two graphs");
                    break;
                case (ModelProto.OpsetImport, ProtobufWireType.Bytes):
                    CheckOperatorSet(reader.ReadBytes(), otherDomain);
                    break;
                case (ModelProto.TrainingInfo, _):
                    throw new InvalidDataException(
                        "it contains training information, expected an inference graph only"
                    );
                case (ModelProto.Functions, _):
                    throw new InvalidDataException(
                        "it contains model-local functions, expected standard operators only"
                    );
                default:
                    reader.Skip(type);
                    break;
            }
        }

        return signature ?? throw new InvalidDataException("it contains no graph");
    }

    private static void CheckOperatorSet(ReadOnlySpan<byte> message, string otherDomain)
    {
        var reader = new ProtobufReader(message);
        while (reader.TryReadTag(out var field, out var type))
        {
            if ((field, type) == (OperatorSetIdProto.Domain, ProtobufWireType.Bytes))
            {
                CheckDomain(reader.ReadString(), otherDomain, "it imports the operator domain");
            }
            else
            {
                reader.Skip(type);
            }
        }
    }

    private static void CheckDomain(string domain, string otherDomain, string subject)
    {
        if (domain.Length > 0 && domain != otherDomain)
        {
            throw new InvalidDataException($"{subject} '{domain}', expected the standard ONNX domain only");
        }
    }

    private static OnnxGraphSignature ReadGraph(ReadOnlySpan<byte> message, int depth, string otherDomain)
    {
        CheckDepth(depth);
        var inputs = new List<OnnxTensorInfo>();
        var outputs = new List<OnnxTensorInfo>();
        var initializers = new HashSet<string>();
        var reader = new ProtobufReader(message);
        while (reader.TryReadTag(out var field, out var type))
        {
            switch (field, type)
            {
                case (GraphProto.Node, ProtobufWireType.Bytes):
                    CheckNode(reader.ReadBytes(), depth + 1, otherDomain);
                    break;
                case (GraphProto.Initializer, ProtobufWireType.Bytes):
                    initializers.Add(OnnxTensorReader.Check(reader.ReadBytes()));
                    break;
                case (GraphProto.Input, ProtobufWireType.Bytes):
                    inputs.Add(OnnxValueInfoReader.Read(reader.ReadBytes()));
                    break;
                case (GraphProto.Output, ProtobufWireType.Bytes):
                    outputs.Add(OnnxValueInfoReader.Read(reader.ReadBytes()));
                    break;
                case (GraphProto.SparseInitializer, ProtobufWireType.Bytes):
                    CheckSparseTensor(reader.ReadBytes());
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }

        return new([.. inputs.Where(i => !initializers.Contains(i.Name))], outputs);
    }

    private static void CheckNode(ReadOnlySpan<byte> message, int depth, string otherDomain)
    {
        CheckDepth(depth);
        var reader = new ProtobufReader(message);
        while (reader.TryReadTag(out var field, out var type))
        {
            switch (field, type)
            {
                case (NodeProto.OpType, ProtobufWireType.Bytes):
                    CheckOperator(reader.ReadString());
                    break;
                case (NodeProto.Attribute, ProtobufWireType.Bytes):
                    CheckAttribute(reader.ReadBytes(), depth + 1, otherDomain);
                    break;
                case (NodeProto.Domain, ProtobufWireType.Bytes):
                    CheckDomain(reader.ReadString(), otherDomain, "a node is of the operator domain");
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }
    }

    /// <summary>Refuses operators that run a graph. Without them, every node runs once, so that every run ends.</summary>
    private static void CheckOperator(string name)
    {
        if (name is "Loop" or "Scan")
        {
            throw new InvalidDataException($"it repeats with '{name}', which may never end, expected no loops");
        }
    }

    private static void CheckAttribute(ReadOnlySpan<byte> message, int depth, string otherDomain)
    {
        CheckDepth(depth);
        var reader = new ProtobufReader(message);
        while (reader.TryReadTag(out var field, out var type))
        {
            switch (field, type)
            {
                case (AttributeProto.Tensor or AttributeProto.Tensors, ProtobufWireType.Bytes):
                    OnnxTensorReader.Check(reader.ReadBytes());
                    break;
                case (AttributeProto.Graph or AttributeProto.Graphs, ProtobufWireType.Bytes):
                    ReadGraph(reader.ReadBytes(), depth + 1, otherDomain);
                    break;
                case (AttributeProto.SparseTensor or AttributeProto.SparseTensors, ProtobufWireType.Bytes):
                    CheckSparseTensor(reader.ReadBytes());
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }
    }

    private static void CheckSparseTensor(ReadOnlySpan<byte> message)
    {
        var reader = new ProtobufReader(message);
        while (reader.TryReadTag(out var field, out var type))
        {
            if ((field, type) is (SparseTensorProto.Values or SparseTensorProto.Indices, ProtobufWireType.Bytes))
            {
                OnnxTensorReader.Check(reader.ReadBytes());
            }
            else
            {
                reader.Skip(type);
            }
        }
    }

    private static void CheckDepth(int depth)
    {
        if (depth > DeepestNesting)
        {
            throw new InvalidDataException($"its messages are nested deeper than {DeepestNesting} levels");
        }
    }
}
