using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace VaeMlNet;

/// <summary>Writes schemas as JSON. Members that have their default are left out.</summary>
internal static class TableSchemaWriter
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Returns the JSON of a schema, with a line feed at its end.</summary>
    public static string Write(VaeTableSchema schema)
    {
        ArrayBufferWriter<byte> bytes = new();
        using (Utf8JsonWriter writer = new(bytes, Options))
        {
            Write(writer, schema);
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan) + "\n";
    }

    public static void Write(Utf8JsonWriter writer, VaeTableSchema schema)
    {
        writer.WriteStartObject();
        writer.WriteNumber(TableSchemaReader.Version, VaeTableSchema.CurrentVersion);
        writer.WriteStartObject(TableSchemaReader.Columns);
        foreach (var column in schema.Columns)
        {
            writer.WriteStartObject(column.Name);
            Write(writer, column);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, VaeColumnSchema column)
    {
        writer.WriteString(TableSchemaReader.Kind, VaeColumnSchema.NameOf(column.Kind));
        WriteText(writer, TableSchemaReader.Format, column.DateFormat);
        WriteText(
            writer,
            TableSchemaReader.Origin,
            column.Origin?.ToString(TableSchemaReader.OriginFormat, CultureInfo.InvariantCulture)
        );
        WriteList(writer, TableSchemaReader.Parts, TableSchemaReader.NamesOf(column.DateParts));
        WriteText(writer, TableSchemaReader.Step, column.DateStep);
        WriteText(writer, TableSchemaReader.Since, column.Since);
        WriteText(writer, TableSchemaReader.Decimal, column.DecimalMark?.ToString());
        WriteText(writer, TableSchemaReader.Group, column.GroupMark?.ToString());
        WriteText(writer, TableSchemaReader.Prefix, column.Prefix);
        WriteText(writer, TableSchemaReader.Suffix, column.Suffix);
        WriteList(writer, TableSchemaReader.Magnitudes, column.Magnitudes);
        if (column.Decimals is { } decimals)
        {
            writer.WriteNumber(TableSchemaReader.Decimals, decimals);
        }

        if (column.PadsDecimals)
        {
            writer.WriteBoolean(TableSchemaReader.Pad, true);
        }

        WriteText(writer, TableSchemaReader.Pattern, column.Pattern);
        if (column.NextNumber is { } next)
        {
            writer.WriteNumber(TableSchemaReader.NextNumber, next);
        }

        WriteList(writer, TableSchemaReader.Missing, column.MissingTexts);
        WriteText(writer, TableSchemaReader.MissingMark, column.MissingMark);
        if (column.TreatsTextsAsMissing)
        {
            writer.WriteBoolean(TableSchemaReader.TextsMissing, true);
        }

        WriteList(writer, TableSchemaReader.Values, column.Values);
        WriteText(writer, TableSchemaReader.Other, column.OtherValue);
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            writer.WriteString(name, text);
        }
    }

    private static void WriteList(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
