using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>The kinds of a table's columns, and how the texts of their cells are read and written.</summary>
/// <remarks>
/// A schema can be saved as JSON, edited, and read again. It need not name all columns: the others are inferred from the data.
/// Immutable, hence safe to use from several threads.
/// </remarks>
[JsonConverter(typeof(TableSchemaJsonConverter))]
public sealed record VaeTableSchema
{
    /// <summary>The version of the JSON format that this library reads and writes: 1.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Gets the columns. Their names differ.</summary>
    /// <remarks>
    /// A column of whole numbers without marks reads later numbers in the marks of the others: 7.570 is 7570 beside columns with decimal commas. If another
    /// column has commas between groups, so do numbers with decimal points.
    /// </remarks>
    public IReadOnlyList<VaeColumnSchema> Columns
    {
        get;
        init => field = WithTableMarks(value);
    } = [];

    /// <summary>Returns the schema of a column; null where the schema does not name the column.</summary>
    /// <param name="name">The column's name.</param>
    public VaeColumnSchema? Find(string name) => Columns.FirstOrDefault(column => column.Name == name);

    /// <summary>Reads a schema.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="source">The name of the JSON in messages, such as the path of its file.</param>
    /// <exception cref="FormatException">The JSON is not a schema. The message has the line and the column's name.</exception>
    public static VaeTableSchema Parse(string json, string source)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentException.ThrowIfNullOrEmpty(source);
        return TableSchemaReader.Read(Encoding.UTF8.GetBytes(json), source);
    }

    /// <summary>Returns the schema as indented JSON with LF line ends.</summary>
    public string ToJson() => TableSchemaWriter.Write(this);

    /// <inheritdoc />
    public bool Equals(VaeTableSchema? other) => other is not null && Columns.SequenceEqual(other.Columns);

    /// <inheritdoc />
    public override int GetHashCode() => Columns.Count;

    private static VaeColumnSchema[] WithTableMarks(IReadOnlyList<VaeColumnSchema> columns)
    {
        var hasCommas = columns.Any(column => column.DecimalMark == ',');
        var groups = columns.Select(column => column.GroupMark).OfType<char>();
        NumberMarks? marks =
            hasCommas ? new(',', groups.FirstOrDefault(group => group != ',', '.'))
            : groups.Contains(',') ? new('.', ',')
            : null;
        return
        [
            .. columns.Select(column =>
                MarksOf(column) is var own && own == column.TableMarks ? column : column with { TableMarks = own }
            ),
        ];

        NumberMarks? MarksOf(VaeColumnSchema column) =>
            column is { IsNumeric: true, DecimalMark: null, GroupMark: null, Decimals: 0 } ? marks : null;
    }
}

/// <summary>Reads and writes schemas inside of other JSON files.</summary>
internal sealed class TableSchemaJsonConverter : JsonConverter<VaeTableSchema>
{
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

    public override void Write(Utf8JsonWriter writer, VaeTableSchema value, JsonSerializerOptions options) =>
        TableSchemaWriter.Write(writer, value);
}
