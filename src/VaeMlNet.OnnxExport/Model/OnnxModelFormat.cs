using System.Globalization;
using VaeMlNet.Onnx;

namespace VaeMlNet.OnnxExport;

/// <summary>Writes a finished graph as a ModelProto.</summary>
internal static class OnnxModelFormat
{
    /// <summary>The largest message that protobuf parsers accept: 2 GiB minus one byte.</summary>
    private const long MaximumBytes = int.MaxValue;

    private static readonly string ProducerVersion =
        typeof(OnnxModelFormat).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    public static ProtobufWriter Model(
        ProtobufWriter graph,
        int opsetVersion,
        string? description,
        IEnumerable<KeyValuePair<string, string>> metadata
    )
    {
        var model = new ProtobufWriter()
            .Varint(ModelProto.IrVersion, OnnxOpset.IrVersion(opsetVersion))
            .String(ModelProto.ProducerName, "VaeMlNet.OnnxExport")
            .String(ModelProto.ProducerVersion, ProducerVersion);
        if (description is not null)
        {
            model.String(ModelProto.DocString, description);
        }

        return model
            .Message(ModelProto.Graph, graph)
            .Message(ModelProto.OpsetImport, OnnxMessages.OperatorSet("", opsetVersion))
            .Messages(ModelProto.MetadataProps, metadata.Select(entry => OnnxMessages.Entry(entry.Key, entry.Value)));
    }

    public static ProtobufWriter Graph(
        string name,
        GraphContents contents,
        IEnumerable<ProtobufWriter> inputs,
        IEnumerable<ProtobufWriter> outputs
    ) =>
        new ProtobufWriter()
            .Messages(GraphProto.Node, contents.Nodes.Select(Node))
            .String(GraphProto.Name, name)
            .Messages(GraphProto.Initializer, contents.Constants.Select(Tensor))
            .Messages(GraphProto.Input, inputs)
            .Messages(GraphProto.Output, outputs);

    public static ProtobufWriter ValueInfo(
        string name,
        OnnxElementType elementType,
        IEnumerable<OnnxDimension> dimensions
    ) => OnnxMessages.ValueInfo(name, (int)elementType, dimensions.Select(axis => (axis.Size, axis.Symbol)));

    public static ProtobufWriter Tensor(OnnxTensor tensor) =>
        OnnxMessages.Tensor(tensor.Name, (int)tensor.ElementType, tensor.Shape, tensor.Data);

    /// <summary>Refuses a message that protobuf parsers cannot read.</summary>
    public static void CheckSize(long bytes, string what)
    {
        if (bytes > MaximumBytes)
        {
            throw new OnnxExportException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The {what} needs {bytes:N0} bytes; an ONNX file (a protobuf message) can have at most {MaximumBytes:N0}. "
                ) + "Export smaller layers, or split the model into several files."
            );
        }
    }

    private static ProtobufWriter Node(GraphNode source)
    {
        var node = OnnxMessages.Node(
            source.Name,
            source.OperatorType,
            source.Inputs.Select(input => input.Name),
            source.Outputs.Select(output => output.Name),
            source.Attributes.Select(attribute => OnnxMessages.Attribute(attribute.Name, attribute.Value))
        );
        return source.Description.Length == 0 ? node : node.String(NodeProto.DocString, source.Description);
    }
}
