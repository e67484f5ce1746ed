using System.Text;
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
    public static byte[] Set(ReadOnlySpan<byte> model, string key, string value)
    {
        var written = new ProtobufWriter();
        var reader = new ProtobufReader(model);
        while (reader.TryReadTag(out var field, out var type))
        {
            if ((field, type) != (ModelProto.MetadataProps, ProtobufWireType.Bytes))
            {
                written.Copy(field, type, ref reader);
            }
            else if (reader.ReadBytes() is var entry && ReadEntry(entry).Key != key)
            {
                written.Bytes(field, entry.ToArray());
            }
        }

        return written.Message(ModelProto.MetadataProps, OnnxMessages.Entry(key, value)).ToArray();
    }

    public static (string Key, string Value) ReadEntry(ReadOnlySpan<byte> message)
    {
        (string Key, string Value) entry = ("", "");
        var reader = new ProtobufReader(message);
        while (reader.TryReadBytes(out var field, out var text))
        {
            switch (field)
            {
                case StringStringEntryProto.Key:
                    entry.Key = Encoding.UTF8.GetString(text);
                    break;
                case StringStringEntryProto.Value:
                    entry.Value = Encoding.UTF8.GetString(text);
                    break;
            }
        }

        return entry;
    }
}
