using System.Globalization;
using VaeMlNet.Onnx;

namespace VaeMlNet;

/// <summary>The place of a tensor's values in another file: the external_data of a TensorProto.</summary>
/// <param name="Location">The path of the file, relative to the model's folder.</param>
/// <param name="Offset">The offset of the first value, in bytes.</param>
/// <param name="Length">The number of bytes; null for the rest of the file.</param>
internal readonly record struct ExternalData(string Location, long Offset, long? Length)
{
    /// <summary>Reads the place from a TensorProto. Returns null if the tensor contains its own values.</summary>
    /// <exception cref="InvalidDataException">The message is malformed.</exception>
    public static ExternalData? Find(ReadOnlySpan<byte> tensor)
    {
        var data = new ExternalData("", 0, null);
        var reader = new ProtobufReader(tensor);
        while (reader.TryReadBytes(TensorProto.ExternalData, out var entry))
        {
            data = data.With(OnnxMetadata.ReadEntry(entry));
        }

        var location = ProtobufReader.Varint(tensor, TensorProto.DataLocation);
        return (int)(location ?? 0) == TensorProto.ExternalLocation ? data : null;
    }

    private ExternalData With((string Key, string Value) entry) =>
        entry.Key switch
        {
            "location" => this with { Location = entry.Value },
            "offset" => this with { Offset = Number(entry) },
            "length" => this with { Length = Number(entry) },
            _ => this,
        };

    private static long Number((string Key, string Value) entry) =>
        long.TryParse(entry.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new InvalidDataException($"the {entry.Key} of external data is '{entry.Value}', expected a number");
}
