namespace VaeMlNet;

/// <summary>Gives a model the values that it keeps in other files, so that it needs no other file any more.</summary>
/// <param name="folder">Where the files are.</param>
/// <param name="deepestNesting">Deepest nesting of messages.</param>
/// <remarks>
/// ONNX Runtime would open such files itself; here their paths are checked first, and a saved pipeline holds everything.
/// Field numbers are those of onnx.proto3 (ModelProto, GraphProto, NodeProto, AttributeProto, FunctionProto, TensorProto).
/// </remarks>
internal sealed class ExternalDataInliner(ExternalDataFolder folder, int deepestNesting)
{
    private const int RawData = 9;

    private enum Message
    {
        Model,
        Graph,
        Function,
        Node,
        Attribute,
        SparseTensor,
        Tensor,
    }

    /// <summary>The model with its external data inside; the same bytes when it has none.</summary>
    /// <exception cref="InvalidDataException">The model is malformed, nested too deeply, or its data cannot be read.</exception>
    public byte[] Inline(byte[] model) =>
        HasExternalData(Message.Model, model, 1) ? Rewrite(Message.Model, model) : model;

    /// <summary>What a field holds, when that can hold tensors.</summary>
    private static Message? Nested(Message message, int field) =>
        (message, field) switch
        {
            (Message.Model, 7) => Message.Graph,
            (Message.Model, 25) => Message.Function,
            (Message.Graph, 1) => Message.Node,
            (Message.Graph, 5) => Message.Tensor,
            (Message.Graph, 15) => Message.SparseTensor,
            (Message.Function, 7) => Message.Node,
            (Message.Node, 5) => Message.Attribute,
            (Message.Attribute, 5 or 10) => Message.Tensor,
            (Message.Attribute, 6 or 11) => Message.Graph,
            (Message.Attribute, 22 or 23) => Message.SparseTensor,
            (Message.SparseTensor, 1 or 2) => Message.Tensor,
            _ => null,
        };

    private bool HasExternalData(Message message, ReadOnlySpan<byte> bytes, int depth)
    {
        if (depth > deepestNesting)
        {
            throw new InvalidDataException(
                $"its messages are nested deeper than {deepestNesting} levels, which a larger recursionLimit allows"
            );
        }

        if (message == Message.Tensor)
        {
            return ExternalData.Find(bytes) is not null;
        }

        var found = false;
        var reader = new ProtobufReader(bytes);
        while (reader.TryReadTag(out var field, out var type))
        {
            if (type == ProtobufWireType.Bytes && Nested(message, field) is { } nested)
            {
                found |= HasExternalData(nested, reader.ReadBytes(), depth + 1);
            }
            else
            {
                reader.Skip(type);
            }
        }

        return found;
    }

    private byte[] Rewrite(Message message, ReadOnlySpan<byte> bytes)
    {
        var external = message == Message.Tensor ? ExternalData.Find(bytes) : null;
        var rewritten = new ProtobufWriter();
        var reader = new ProtobufReader(bytes);
        while (reader.TryReadTag(out var field, out var type))
        {
            if (type == ProtobufWireType.Bytes && Nested(message, field) is { } nested)
            {
                rewritten.Bytes(field, Rewrite(nested, reader.ReadBytes()));
            }
            else if (external is not null && field is ExternalData.Field or ExternalData.LocationField or RawData)
            {
                reader.Skip(type);
            }
            else
            {
                rewritten.Copy(field, type, ref reader);
            }
        }

        return external is { } data ? rewritten.Bytes(RawData, folder.Read(data)).ToArray() : rewritten.ToArray();
    }
}
