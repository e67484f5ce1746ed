using VaeMlNet.Onnx;
using static VaeMlNet.OnnxNesting;

namespace VaeMlNet;

/// <summary>Copies the values that a model keeps in other files into the model, so that it needs no other file.</summary>
/// <remarks>
/// ONNX Runtime would open such files itself. Here their paths are checked first, and a saved pipeline then contains all data.
/// </remarks>
internal sealed class ExternalDataInliner(ExternalDataFolder folder, int deepestNesting)
{
    /// <summary>Returns the model with its external data inside. A model without external data is returned unchanged.</summary>
    /// <exception cref="InvalidDataException">The model is malformed, nested too deeply, or its data cannot be read.</exception>
    public byte[] Inline(byte[] model) =>
        HasExternalData(Message.Model, model, 1) ? Rewrite(Message.Model, model).ToArray() : model;

    private bool HasExternalData(Message message, ReadOnlySpan<byte> bytes, int depth)
    {
        if (depth > deepestNesting)
        {
            throw new InvalidDataException(
                $"its messages are nested deeper than {deepestNesting} levels, which a larger RecursionLimit allows"
            );
        }

        if (message == Message.Tensor)
        {
            return ExternalData.Find(bytes) is not null;
        }

        var found = false;
        var reader = new ProtobufReader(bytes);
        while (reader.TryReadBytes(out var field, out var value))
        {
            if (Nested(message, field) is { } nested)
            {
                found |= HasExternalData(nested, value, depth + 1);
            }
        }

        return found;
    }

    private ProtobufWriter Rewrite(Message message, ReadOnlySpan<byte> bytes)
    {
        var external = message == Message.Tensor ? ExternalData.Find(bytes) : null;
        var rewritten = new ProtobufWriter();
        var reader = new ProtobufReader(bytes);
        while (reader.TryReadTag(out var field, out var type))
        {
            if (type == ProtobufWireType.Bytes && Nested(message, field) is { } nested)
            {
                rewritten.Message(field, Rewrite(nested, reader.ReadBytes()));
            }
            else if (external is not null && IsData(field))
            {
                reader.Skip(type);
            }
            else
            {
                rewritten.Copy(field, type, ref reader);
            }
        }

        return external is { } data ? rewritten.Bytes(TensorProto.RawData, folder.Read(data)) : rewritten;
    }

    private static bool IsData(int tensorField) =>
        tensorField is TensorProto.ExternalData or TensorProto.DataLocation or TensorProto.RawData;
}
