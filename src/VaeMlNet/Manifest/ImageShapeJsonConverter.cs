using System.Text.Json;
using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>Reads and writes the shape of an image as an array: channels, height, width.</summary>
internal sealed class ImageShapeJsonConverter : JsonConverter<VaeImageShape>
{
    public override VaeImageShape Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        List<int> sizes = [];
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var size))
            {
                sizes.Add(size);
            }
        }

        return reader.TokenType == JsonTokenType.EndArray && sizes is [var channels, var height, var width]
            ? new(channels, height, width)
            : throw new JsonException("The shape of an image is not an array of its channels, height and width.");
    }

    public override void Write(Utf8JsonWriter writer, VaeImageShape value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(value.Channels);
        writer.WriteNumberValue(value.Height);
        writer.WriteNumberValue(value.Width);
        writer.WriteEndArray();
    }
}
