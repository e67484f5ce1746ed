using System.Text.Json;
using System.Text.Json.Nodes;

namespace VaeMlNet.Tooling;

/// <summary>
/// Reads and writes a schema as JSON:
/// <c>{ "columns": { "age": { "kind": "number" }, "size": { "kind": "category", "values": ["S", "M"] } } }</c>, where <c>"age":
/// "number"</c> is the short form of the first column.
/// </summary>
internal static class TableSchemaFile
{
    private const string KindMember = "kind";
    private const string ValuesMember = "values";

    private static readonly JsonDocumentOptions Json = new()
    {
        AllowDuplicateProperties = false,
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    private static readonly (string Name, CsvColumnKind? Kind)[] Kinds =
    [
        ("number", CsvColumnKind.Number),
        ("boolean", CsvColumnKind.Boolean),
        ("category", CsvColumnKind.Category),
        ("ignore", null),
    ];

    /// <summary>Reads a file.</summary>
    /// <exception cref="CommandException">
    /// The file is missing or damaged, or has an unknown type of a column.
    /// </exception>
    public static TableSchema Read(string path)
    {
        try
        {
            using var document = InputFile.ReadJson(path, stream => JsonDocument.Parse(stream, Json));
            return new TableSchema(
                ColumnsOf(document.RootElement)
                    .EnumerateObject()
                    .ToDictionary(column => column.Name, column => Column(column, path))
            );
        }
        // InvalidOperationException: a text that is not UTF-8, or an unpaired surrogate.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new CommandException(
                $"'{path}' is not a schema: {e.Message.TrimEnd('.')}. Expected "
                    + "{ \"columns\": { \"NAME\": { \"kind\": \"number\" } } }; 'vaemlnet info --data=FILE.csv --format=json' writes one.",
                e
            );
        }
    }

    /// <summary>Writes a schema that <see cref="Read"/> can read.</summary>
    public static JsonObject Write(IEnumerable<(string Name, ColumnSchema Column)> columns) =>
        new()
        {
            ["columns"] = new JsonObject(columns.Select(c => KeyValuePair.Create(c.Name, (JsonNode?)Write(c.Column)))),
        };

    /// <summary>Returns the name of a type in the file.</summary>
    public static string NameOf(CsvColumnKind? kind) => Kinds.First(k => k.Kind == kind).Name;

    private static JsonObject Write(ColumnSchema column)
    {
        JsonObject written = new() { [KindMember] = NameOf(column.Kind) };
        if (column is { Kind: CsvColumnKind.Category, KeyValues: { } values })
        {
            written[ValuesMember] = new JsonArray([.. values.Select(value => (JsonNode)value)]);
        }

        return written;
    }

    private static JsonElement ColumnsOf(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("it is not an object");
        }

        foreach (var member in root.EnumerateObject().Where(member => member.Name != "columns"))
        {
            throw new JsonException($"it has a member '{member.Name}'");
        }

        return root.TryGetProperty("columns", out var columns) && columns.ValueKind == JsonValueKind.Object
            ? columns
            : throw new JsonException("it has no object 'columns'");
    }

    private static ColumnSchema Column(JsonProperty column, string path)
    {
        Fault fault = new(path, column.Name);
        if (column.Value.ValueKind == JsonValueKind.String)
        {
            return new ColumnSchema(Kind(column.Value, fault));
        }

        if (column.Value.ValueKind != JsonValueKind.Object)
        {
            throw fault.Create("it is neither a kind nor an object with one");
        }

        foreach (var member in column.Value.EnumerateObject())
        {
            Check(member.Name, fault);
        }

        var kind = column.Value.TryGetProperty(KindMember, out var name)
            ? Kind(name, fault)
            : throw fault.Create("it has no 'kind'");
        return column.Value.TryGetProperty(ValuesMember, out var values)
            ? new ColumnSchema(kind, Values(values, kind, fault))
            : new ColumnSchema(kind);
    }

    private static void Check(string member, Fault fault)
    {
        if (member == "likelihood")
        {
            throw fault.Create(
                "the likelihood is not part of the schema. Choose the likelihood of all numbers with --likelihood, or of single columns with ColumnLikelihoods in the file of --options"
            );
        }

        if (member is not (KindMember or ValuesMember))
        {
            throw fault.Create($"it has a member '{member}', expected 'kind' and, for categories, 'values'");
        }
    }

    private static CsvColumnKind? Kind(JsonElement kind, Fault fault)
    {
        var name = kind.ValueKind == JsonValueKind.String ? kind.GetString() : null;
        var index = Array.FindIndex(Kinds, k => k.Name == name);
        return index >= 0
            ? Kinds[index].Kind
            : throw fault.Create(
                $"its kind is {kind.GetRawText()}, expected {string.Join(" or ", Kinds.Select(k => k.Name))}"
            );
    }

    private static string[] Values(JsonElement values, CsvColumnKind? kind, Fault fault)
    {
        var areTexts =
            values.ValueKind == JsonValueKind.Array
            && values.GetArrayLength() > 0
            && values.EnumerateArray().All(value => value.ValueKind == JsonValueKind.String);
        if (kind != CsvColumnKind.Category || !areTexts)
        {
            throw fault.Create("'values' is for the texts of a category, at least one");
        }

        string[] texts = [.. values.EnumerateArray().Select(value => value.GetString()!)];
        return texts.GroupBy(text => text).FirstOrDefault(same => same.Skip(1).Any()) is { } twice
            ? throw fault.Create($"the value '{twice.Key}' appears twice")
            : texts;
    }

    /// <summary>Creates errors about a column.</summary>
    private readonly record struct Fault(string Path, string Column)
    {
        public CommandException Create(string what) => new($"Schema '{Path}', column '{Column}': {what}.");
    }
}
