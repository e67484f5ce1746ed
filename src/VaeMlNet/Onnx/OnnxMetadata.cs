using VaeMlNet.Onnx;

namespace VaeMlNet;

/// <summary>Reads and writes the metadata_props of an ONNX model.</summary>
internal static class OnnxMetadata
{
    /// <summary>Returns the value of a key; null if the model has none.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a valid message.</exception>
    public static string? Find(ReadOnlySpan<byte> model, string key)
    {
        var reader = new ProtobufReader(model);
        while (reader.TryReadBytes(ModelProto.MetadataProps, out var message))
        {
            var entry = ReadEntry(message);
            if (entry.Key == key)
            {
                return entry.Value;
            }
        }

        return null;
    }

    /// <summary>Returns the model with a value for a key. An existing value is replaced.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a valid message.</exception>
    public static byte[] Set(ReadOnlySpan<byte> model, string key, string value) =>
        new ProtobufWriter()
            .CopyExcept(
                model,
                ModelProto.MetadataProps,
                (to, entry) =>
                {
                    if (ReadEntry(entry).Key != key)
                    {
                        to.Bytes(ModelProto.MetadataProps, entry.ToArray());
                    }
                }
            )
            .Message(ModelProto.MetadataProps, OnnxMessages.Entry(key, value))
            .ToArray();

    public static (string Key, string Value) ReadEntry(ReadOnlySpan<byte> message) =>
        (
            ProtobufReader.Text(message, StringStringEntryProto.Key),
            ProtobufReader.Text(message, StringStringEntryProto.Value)
        );
}
