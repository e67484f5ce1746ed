using System.Buffers.Binary;
using System.Text;

namespace VaeMlNet.Data;

/// <summary>
/// Reads which columns are dictionaries in the Arrow schema that pandas, Polars, R and others add to Parquet files. Parquet itself stores any
/// column of few different texts as a dictionary.
/// </summary>
/// <remarks>The schema is a FlatBuffers table. Source: the files Message.fbs and Schema.fbs of Apache Arrow.</remarks>
internal readonly ref struct ArrowSchema
{
    /// <summary>The name of the schema among the texts that programs add to a file.</summary>
    public const string Key = "ARROW:schema";

    private const int HeaderOfMessage = 2;
    private const int FieldsOfSchema = 1;
    private const int NameOfField = 0;
    private const int DictionaryOfField = 4;

    private readonly ReadOnlySpan<byte> bytes;

    private ArrowSchema(ReadOnlySpan<byte> bytes)
    {
        this.bytes = bytes;
    }

    /// <summary>Returns the names of the columns that are dictionaries; none where the schema cannot be read.</summary>
    /// <param name="text">The schema as base64.</param>
    public static HashSet<string> FindDictionaries(string text)
    {
        try
        {
            var message = Convert.FromBase64String(text).AsSpan();
            // Since Arrow 0.15, 0xFFFFFFFF comes before the length.
            var start = message is [0xFF, 0xFF, 0xFF, 0xFF, ..] ? 8 : 4;
            return new ArrowSchema(message[start..]).Dictionaries();
        }
        catch (Exception e) when (e is FormatException or ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            // The schema is only additional information about the columns.
            return [];
        }
    }

    private HashSet<string> Dictionaries()
    {
        HashSet<string> names = [];
        if (Follow(Follow(0), HeaderOfMessage) is not { } schema || Follow(schema, FieldsOfSchema) is not { } fields)
        {
            return names;
        }

        var count = Int(fields);
        for (var i = 0; i < count; i++)
        {
            var field = Follow(fields + 4 + (4 * i));
            if (Place(field, DictionaryOfField) is not null && Follow(field, NameOfField) is { } name)
            {
                names.Add(Encoding.UTF8.GetString(bytes.Slice(name + 4, Int(name))));
            }
        }

        return names;
    }

    private int Int(int place) => BinaryPrimitives.ReadInt32LittleEndian(bytes[place..]);

    // An offset is relative to its own place.
    private int Follow(int place) => place + Int(place);

    private int? Follow(int table, int member) => Place(table, member) is { } place ? Follow(place) : null;

    /// <summary>Returns the place of a member of a table; null where the table does not have it.</summary>
    private int? Place(int table, int member)
    {
        var members = table - Int(table);
        var entry = 4 + (2 * member);
        if (entry >= BinaryPrimitives.ReadUInt16LittleEndian(bytes[members..]))
        {
            return null;
        }

        var offset = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(members + entry)..]);
        return offset == 0 ? null : table + offset;
    }
}
