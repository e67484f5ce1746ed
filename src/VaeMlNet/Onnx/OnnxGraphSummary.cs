using VaeMlNet.Onnx;

namespace VaeMlNet;

/// <summary>The parts of an ONNX model that become columns in ML.NET: its inputs, its outputs, and its slot names.</summary>
/// <param name="Inputs">The inputs, except those that are also initializers.</param>
/// <param name="OptionalInputs">The inputs that are also initializers. A value can be passed instead.</param>
/// <param name="Outputs">The outputs.</param>
/// <param name="SlotNames">The slot names by the name of the node that contains them.</param>
internal sealed record OnnxGraphSummary(
    IReadOnlyList<OnnxTensorInfo> Inputs,
    IReadOnlyList<OnnxTensorInfo> OptionalInputs,
    IReadOnlyList<OnnxTensorInfo> Outputs,
    IReadOnlyDictionary<string, string[]> SlotNames
)
{
    /// <summary>Reads the parts from a model. Other contents are not checked, because ONNX Runtime checks them.</summary>
    public static OnnxGraphSummary Read(ReadOnlySpan<byte> model)
    {
        var reader = new ProtobufReader(model);
        while (reader.TryReadTag(out var field, out var type))
        {
            if ((field, type) == (ModelProto.Graph, ProtobufWireType.Bytes))
            {
                return ReadGraph(reader.ReadBytes());
            }

            reader.Skip(type);
        }

        throw new InvalidDataException("it contains no graph");
    }

    private static OnnxGraphSummary ReadGraph(ReadOnlySpan<byte> message)
    {
        var inputs = new List<OnnxTensorInfo>();
        var outputs = new List<OnnxTensorInfo>();
        var initializers = new HashSet<string>();
        var slotNames = new Dictionary<string, string[]>();
        var reader = new ProtobufReader(message);
        while (reader.TryReadTag(out var field, out var type))
        {
            switch (field, type)
            {
                case (GraphProto.Node, ProtobufWireType.Bytes):
                    OnnxSlotNames.AddTo(slotNames, reader.ReadBytes());
                    break;
                case (GraphProto.Initializer, ProtobufWireType.Bytes):
                    initializers.Add(NameOfTensor(reader.ReadBytes()));
                    break;
                case (GraphProto.Input, ProtobufWireType.Bytes):
                    inputs.Add(OnnxValueInfoReader.Read(reader.ReadBytes()));
                    break;
                case (GraphProto.Output, ProtobufWireType.Bytes):
                    outputs.Add(OnnxValueInfoReader.Read(reader.ReadBytes()));
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }

        var byOptional = inputs.ToLookup(i => initializers.Contains(i.Name));
        return new([.. byOptional[false]], [.. byOptional[true]], outputs, slotNames);
    }

    private static string NameOfTensor(ReadOnlySpan<byte> message)
    {
        var reader = new ProtobufReader(message);
        var name = "";
        while (reader.TryReadTag(out var field, out var type))
        {
            if ((field, type) == (TensorProto.Name, ProtobufWireType.Bytes))
            {
                name = reader.ReadString();
            }
            else
            {
                reader.Skip(type);
            }
        }

        return name;
    }
}
