namespace VaeMlNet;

/// <summary>The metadata_props of an ONNX model: StringStringEntryProto in field 14 of ModelProto.</summary>
internal static class OnnxMetadata
{
    public const int Field = 14;
    private const int KeyField = 1;
    private const int ValueField = 2;

    /// <summary>The value of a key, or null when the model has none.</summary>
    /// <exception cref="InvalidDataException">The bytes are no message.</exception>
    public static string? Find(ReadOnlySpan<byte> model, string key)
    {
        var reader = new ProtobufReader(model);
        while (reader.TryReadTag(out var field, out var type))
        {
            if ((field, type) != (Field, ProtobufWireType.Bytes))
            {
                reader.Skip(type);
            }
            else if (ReadEntry(reader.ReadBytes()) is var entry && entry.Key == key)
            {
                return entry.Value;
            }
        }

        return null;
    }

    /// <summary>The model with a value for a key, instead of the one it had.</summary>
    /// <exception cref="InvalidDataException">The bytes are no message.</exception>
    public static byte[] Set(ReadOnlySpan<byte> model, string key, string value)
    {
        var written = new ProtobufWriter();
        var reader = new ProtobufReader(model);
        while (reader.TryReadTag(out var field, out var type))
        {
            if ((field, type) != (Field, ProtobufWireType.Bytes))
            {
                written.Copy(field, type, ref reader);
            }
            else if (reader.ReadBytes() is var entry && ReadEntry(entry).Key != key)
            {
                written.Bytes(field, entry);
            }
        }

        return written.Message(Field, Entry(key, value)).ToArray();
    }

    public static ProtobufWriter Entry(string key, string value) =>
        new ProtobufWriter().String(KeyField, key).String(ValueField, value);

    public static (string Key, string Value) ReadEntry(ReadOnlySpan<byte> message)
    {
        (string Key, string Value) entry = ("", "");
        var reader = new ProtobufReader(message);
        while (reader.TryReadTag(out var field, out var type))
        {
            switch (field, type)
            {
                case (KeyField, ProtobufWireType.Bytes):
                    entry.Key = reader.ReadString();
                    break;
                case (ValueField, ProtobufWireType.Bytes):
                    entry.Value = reader.ReadString();
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }

        return entry;
    }
}
