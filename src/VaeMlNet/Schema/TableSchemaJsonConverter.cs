using System.Text.Json;
using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>Reads and writes schemas inside of other JSON files.</summary>
internal sealed class TableSchemaJsonConverter : JsonConverter<VaeTableSchema>
{
    /// <inheritdoc />
    public override VaeTableSchema Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        try
        {
            return VaeTableSchema.Parse(document.RootElement.GetRawText(), "table_schema");
        }
        catch (FormatException e)
        {
            throw new JsonException(e.Message, e);
        }
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, VaeTableSchema value, JsonSerializerOptions options) =>
        TableSchemaWriter.Write(writer, value);
}
