namespace VaeMlNet.Onnx;

/// <summary>Writes the messages that ONNX graphs consist of.</summary>
internal static class OnnxMessages
{
    /// <summary>Writes an OperatorSetIdProto. The standard operators have the domain "".</summary>
    public static ProtobufWriter OperatorSet(string domain, long version) =>
        new ProtobufWriter().String(OperatorSetIdProto.Domain, domain).Varint(OperatorSetIdProto.Version, version);

    /// <summary>Writes a StringStringEntryProto.</summary>
    public static ProtobufWriter Entry(string key, string value) =>
        new ProtobufWriter().String(StringStringEntryProto.Key, key).String(StringStringEntryProto.Value, value);

    /// <summary>Writes a NodeProto.</summary>
    public static ProtobufWriter Node(
        string name,
        string operatorType,
        IEnumerable<string> inputs,
        IEnumerable<string> outputs,
        params IEnumerable<ProtobufWriter> attributes
    )
    {
        var node = new ProtobufWriter();
        foreach (var input in inputs)
        {
            node.String(NodeProto.Input, input);
        }

        foreach (var output in outputs)
        {
            node.String(NodeProto.Output, output);
        }

        return node.String(NodeProto.Name, name)
            .String(NodeProto.OpType, operatorType)
            .Messages(NodeProto.Attribute, attributes);
    }

    /// <summary>Writes an AttributeProto.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value: float, long, string, float[], long[] or string[].</param>
    public static ProtobufWriter Attribute(string name, object value)
    {
        var attribute = new ProtobufWriter().String(AttributeProto.Name, name);
        return attribute.Varint(AttributeProto.Type, (long)AddValue(attribute, value));
    }

    /// <summary>Writes a TensorProto of numbers or booleans.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="elementType">ONNX's number of the element type.</param>
    /// <param name="shape">The shape; empty for a scalar.</param>
    /// <param name="data">The elements: little-endian, row-major.</param>
    public static ProtobufWriter Tensor(
        string name,
        int elementType,
        IEnumerable<long> shape,
        ReadOnlyMemory<byte> data
    )
    {
        var tensor = new ProtobufWriter();
        foreach (var size in shape)
        {
            tensor.Varint(TensorProto.Dims, size);
        }

        return tensor
            .Varint(TensorProto.DataType, elementType)
            .String(TensorProto.Name, name)
            .Bytes(TensorProto.RawData, data);
    }

    /// <summary>Writes a ValueInfoProto: the declaration of an input or output.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="elementType">ONNX's number of the element type.</param>
    /// <param name="dimensions">A size or a symbol for each axis; neither for an unknown size.</param>
    public static ProtobufWriter ValueInfo(
        string name,
        int elementType,
        IEnumerable<(long? Size, string? Symbol)> dimensions
    )
    {
        var shape = new ProtobufWriter().Messages(
            TensorShapeProto.Dim,
            dimensions.Select(d => Dimension(d.Size, d.Symbol))
        );
        var tensor = new ProtobufWriter()
            .Varint(TensorTypeProto.ElemType, elementType)
            .Message(TensorTypeProto.Shape, shape);
        var type = new ProtobufWriter().Message(TypeProto.TensorType, tensor);
        return new ProtobufWriter().String(ValueInfoProto.Name, name).Message(ValueInfoProto.Type, type);
    }

    private static ProtobufWriter Dimension(long? size, string? symbol) =>
        size is { } known ? new ProtobufWriter().Varint(DimensionProto.DimValue, known)
        : symbol is null ? new ProtobufWriter()
        : new ProtobufWriter().String(DimensionProto.DimParam, symbol);

    private static AttributeType AddValue(ProtobufWriter attribute, object value)
    {
        switch (value)
        {
            case float number:
                attribute.Float(AttributeProto.Float, number);
                return AttributeType.Float;
            case long number:
                attribute.Varint(AttributeProto.Int, number);
                return AttributeType.Int;
            case string text:
                attribute.String(AttributeProto.String, text);
                return AttributeType.String;
            case float[] numbers:
                Array.ForEach(numbers, number => attribute.Float(AttributeProto.Floats, number));
                return AttributeType.Floats;
            case string[] texts:
                Array.ForEach(texts, text => attribute.String(AttributeProto.Strings, text));
                return AttributeType.Strings;
            default:
                Array.ForEach((long[])value, number => attribute.Varint(AttributeProto.Ints, number));
                return AttributeType.Ints;
        }
    }
}
