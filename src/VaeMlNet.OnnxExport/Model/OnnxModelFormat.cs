using System.Globalization;

namespace VaeMlNet.OnnxExport;

/// <summary>
/// Puts a graph into the messages of onnx.proto (https://github.com/onnx/onnx/blob/v1.12.0/onnx/onnx.proto). The field
/// numbers are onnx.proto's.
/// </summary>
internal static class OnnxModelFormat
{
    /// <summary>What protobuf parsers accept at most: 2 GiB less a byte.</summary>
    public const long MaximumBytes = int.MaxValue;

    private static readonly string ProducerVersion =
        typeof(OnnxModelFormat).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    public static ProtoMessage Model(
        ProtoMessage graph,
        int opsetVersion,
        string? description,
        IEnumerable<KeyValuePair<string, string>> metadata
    )
    {
        var opset = new ProtoMessage();
        opset.Add(1, ""); // the default operator domain, ai.onnx
        opset.Add(2, opsetVersion);

        var model = new ProtoMessage();
        model.Add(1, OnnxOpset.IrVersion(opsetVersion));
        model.Add(2, "VaeMlNet.OnnxExport");
        model.Add(3, ProducerVersion);
        if (description is not null)
        {
            model.Add(6, description);
        }

        model.Add(7, graph);
        model.Add(8, opset);
        foreach (var (key, value) in metadata)
        {
            var entry = new ProtoMessage();
            entry.Add(1, key);
            entry.Add(2, value);
            model.Add(14, entry);
        }

        return model;
    }

    public static ProtoMessage Graph(
        string name,
        IEnumerable<ProtoMessage> nodes,
        IEnumerable<OnnxTensor> initializers,
        IEnumerable<ProtoMessage> inputs,
        IEnumerable<ProtoMessage> outputs
    )
    {
        var graph = new ProtoMessage();
        foreach (var node in nodes)
        {
            graph.Add(1, node);
        }

        graph.Add(2, name);
        foreach (var initializer in initializers)
        {
            graph.Add(5, Tensor(initializer));
        }

        foreach (var input in inputs)
        {
            graph.Add(11, input);
        }

        foreach (var output in outputs)
        {
            graph.Add(12, output);
        }

        return graph;
    }

    public static ProtoMessage Node(GraphNode source)
    {
        var node = new ProtoMessage();
        foreach (var input in source.Inputs)
        {
            node.Add(1, input.Name);
        }

        foreach (var output in source.Outputs)
        {
            node.Add(2, output.Name);
        }

        node.Add(3, source.Name);
        node.Add(4, source.OperatorType);
        foreach (var attribute in source.Attributes)
        {
            node.Add(5, Attribute(attribute));
        }

        if (source.Description.Length > 0)
        {
            node.Add(6, source.Description);
        }

        return node;
    }

    public static ProtoMessage ValueInfo(
        string name,
        OnnxElementType elementType,
        IEnumerable<OnnxDimension> dimensions
    )
    {
        var shape = new ProtoMessage();
        foreach (var dimension in dimensions)
        {
            var axis = new ProtoMessage();
            if (dimension.Size is { } size)
            {
                axis.Add(1, size);
            }
            else if (dimension.Symbol is { } symbol)
            {
                axis.Add(2, symbol);
            }

            shape.Add(1, axis);
        }

        var tensorType = new ProtoMessage();
        tensorType.Add(1, (long)elementType);
        tensorType.Add(2, shape);
        var type = new ProtoMessage();
        type.Add(1, tensorType);

        var info = new ProtoMessage();
        info.Add(1, name);
        info.Add(2, type);
        return info;
    }

    public static ProtoMessage Tensor(OnnxTensor tensor)
    {
        var message = new ProtoMessage();
        foreach (var size in tensor.Shape)
        {
            message.Add(1, size);
        }

        message.Add(2, (long)tensor.ElementType);
        message.Add(8, tensor.Name);
        message.Add(9, tensor.Data);
        return message;
    }

    /// <summary>Refuses what no protobuf parser could read.</summary>
    /// <exception cref="OnnxExportException"><paramref name="bytes"/> is above the limit.</exception>
    public static void CheckSize(long bytes, string what)
    {
        if (bytes > MaximumBytes)
        {
            throw new OnnxExportException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The {what} needs {bytes:N0} bytes; an ONNX file (a protobuf message) holds at most {MaximumBytes:N0}. "
                ) + "Export smaller layers, or split the model into several files."
            );
        }
    }

    private static ProtoMessage Attribute(OnnxAttribute attribute)
    {
        var message = new ProtoMessage();
        message.Add(1, attribute.Name);
        message.Add(20, AddValue(message, attribute.Value));
        return message;
    }

    /// <returns>The number of the value's kind in <c>AttributeProto.AttributeType</c>.</returns>
    private static long AddValue(ProtoMessage message, object value)
    {
        switch (value)
        {
            case float real:
                message.Add(2, real);
                return 1;
            case long integer:
                message.Add(3, integer);
                return 2;
            case string text:
                message.Add(4, text);
                return 3;
            case float[] reals:
                Array.ForEach(reals, item => message.Add(7, item));
                return 6;
            default:
                Array.ForEach((long[])value, item => message.Add(8, item));
                return 7;
        }
    }
}
