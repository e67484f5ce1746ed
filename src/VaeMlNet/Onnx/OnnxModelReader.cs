using System.Text;
using VaeMlNet.Onnx;
using static VaeMlNet.OnnxNesting;

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
    public static OnnxGraphSummary Read(ReadOnlySpan<byte> model, string otherDomain = "")
    {
        Check(Message.Model, model, 0, otherDomain);
        return OnnxGraphSummary.Read(model);
    }

    private static void Check(Message message, ReadOnlySpan<byte> bytes, int depth, string otherDomain)
    {
        if (depth > DeepestNesting && message is Message.Graph or Message.Node or Message.Attribute)
        {
            throw new InvalidDataException($"its messages are nested deeper than {DeepestNesting} levels");
        }

        if (message == Message.Tensor)
        {
            OnnxTensorReader.Check(bytes);
            return;
        }

        var hasGraph = false;
        var reader = new ProtobufReader(bytes);
        while (reader.TryReadTag(out var field, out var type))
        {
            switch (message, field, type)
            {
                case (Message.Model, ModelProto.Graph, ProtobufWireType.Bytes) when hasGraph:
                    throw new InvalidDataException("it contains two graphs");
                case (Message.Model, ModelProto.OpsetImport, ProtobufWireType.Bytes):
                    CheckOperatorSet(reader.ReadBytes(), otherDomain);
                    break;
                case (Message.Model, ModelProto.TrainingInfo, _):
                    throw new InvalidDataException(
                        "it contains training information, expected an inference graph only"
                    );
                case (Message.Model, ModelProto.Functions, _):
                    throw new InvalidDataException(
                        "it contains model-local functions, expected standard operators only"
                    );
                case (Message.Graph, GraphProto.Input or GraphProto.Output, ProtobufWireType.Bytes):
                    OnnxValueInfoReader.Read(reader.ReadBytes()); // refuses malformed declarations, also of inner graphs
                    break;
                case (Message.Node, NodeProto.OpType, ProtobufWireType.Bytes):
                    CheckOperator(reader.ReadString());
                    break;
                case (Message.Node, NodeProto.Domain, ProtobufWireType.Bytes):
                    CheckDomain(reader.ReadString(), otherDomain, "a node is of the operator domain");
                    break;
                case (_, _, ProtobufWireType.Bytes) when Nested(message, field) is { } nested:
                    hasGraph |= nested == Message.Graph;
                    Check(nested, reader.ReadBytes(), depth + 1, otherDomain);
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }
    }

    private static void CheckOperatorSet(ReadOnlySpan<byte> message, string otherDomain)
    {
        var reader = new ProtobufReader(message);
        while (reader.TryReadBytes(OperatorSetIdProto.Domain, out var domain))
        {
            CheckDomain(Encoding.UTF8.GetString(domain), otherDomain, "it imports the operator domain");
        }
    }

    private static void CheckDomain(string domain, string otherDomain, string subject)
    {
        if (domain.Length > 0 && domain != otherDomain)
        {
            throw new InvalidDataException($"{subject} '{domain}', expected the standard ONNX domain only");
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
}
