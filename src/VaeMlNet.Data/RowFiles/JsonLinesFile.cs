using System.Text.Json;
using CsvHelper;

namespace VaeMlNet.Data;

/// <summary>
/// A file with one JSON object in each line, or with an array of objects, perhaps packed, as CSV text. The columns are the names of all objects, in
/// the order in which they first occur. Those of an object in an object are <c>outer.inner</c>, as in pandas.
/// </summary>
internal sealed class JsonLinesFile : RowText
{
    private readonly Func<Stream> open;
    private readonly bool isArray;
    private readonly RowColumn[] columns;

    /// <summary>Finds the columns. Reads the whole file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="name">The name of the file for messages.</param>
    /// <param name="open">Opens the file.</param>
    /// <param name="isArray">Whether the objects are those of an array.</param>
    public JsonLinesFile(string path, string name, Func<Stream> open, bool isArray = false)
        : base(path)
    {
        Name = name;
        this.open = isArray ? () => new JsonArrayLines(name, open()) : open;
        this.isArray = isArray;
        using JsonLines lines = new(this, this.open());
        JsonNames names = new();
        while (lines.MoveNext())
        {
            lines.AddNames(names);
        }

        columns = names.ToColumns();
        if (columns.Length == 0)
        {
            throw new CommandException($"{Name} is empty: expected {Expected}.");
        }
    }

    public override string Name { get; }

    public override IReadOnlyList<RowColumn> Columns => columns;

    /// <summary>Gets what is numbered in messages.</summary>
    public string Unit => isArray ? "object" : "line";

    /// <summary>Gets what the file is to contain, for messages.</summary>
    public string Expected =>
        isArray
            ? "JSON objects in the array, such as [{\"name\": 1}]"
            : "a JSON object in each line, such as {\"name\": 1}";

    public static bool IsStart(ReadOnlySpan<byte> start) =>
        JsonLines.WithoutMark(start).TrimStart(" \t\r\n"u8) is [(byte)'{', ..];

    /// <summary>Returns whether the first object of a file goes on behind its first line, as indented JSON does.</summary>
    public static bool IsObjectOverLines(ReadOnlySpan<byte> start) =>
        JsonLines.WithoutMark(start).TrimStart(" \t\r\n"u8) is [(byte)'{', .. var inside]
        && inside.TrimStart(" \t\r"u8) is [(byte)'\n', ..];

    public override Stream Open() => new JsonLinesText(this, columns, open());

    // Texts are in quotes.
    public override WrittenType TypeOf(int column, ReadOnlySpan<byte> raw) =>
        raw switch
        {
            [(byte)'t' or (byte)'f', ..] => WrittenType.Truth,
            [(byte)'-' or (>= (byte)'0' and <= (byte)'9'), ..] => WrittenType.Double,
            _ => WrittenType.Text,
        };

    public override string Place(long row)
    {
        using JsonLines lines = new(this, open());
        for (long read = 0; read < row && lines.MoveNext(); read++) { }

        return Place(row, lines.Number);
    }

    private string Place(long row, long line) =>
        row == line ? Line(line) : FormattableString.Invariant($"{Name}, row {row} (line {line})");

    /// <summary>Returns the place of a line, or of an object of the array, for messages.</summary>
    public string Line(long line) => FormattableString.Invariant($"{Name}, {Unit} {line}");
}

/// <summary>Reads the lines of a JSON lines file. Empty lines do not count.</summary>
/// <param name="file">The file, for messages.</param>
/// <param name="bytes">Its bytes. They are disposed with this object.</param>
internal sealed class JsonLines(JsonLinesFile file, Stream bytes) : IDisposable
{
    /// <summary>The character between the name of an object and the names inside it.</summary>
    public const char Inside = '.';

    private readonly Stack<string> around = [];
    private byte[] buffer = new byte[1 << 16];
    private int start;
    private int end;
    private bool isWhole;
    private (int Start, int Length) line;

    /// <summary>Gets the byte order mark of UTF-8.</summary>
    private static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    /// <summary>Gets the bytes that are read.</summary>
    public Stream Bytes => bytes;

    /// <summary>Gets the number of the line, from 1.</summary>
    public long Number { get; private set; }

    private ReadOnlySpan<byte> Line => buffer.AsSpan(line.Start, line.Length);

    /// <summary>Returns the start of a file without a byte order mark.</summary>
    public static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> start) =>
        start.StartsWith(Mark) ? start[Mark.Length..] : start;

    /// <summary>Goes to the next line that is not empty.</summary>
    /// <returns>False at the end of the file.</returns>
    public bool MoveNext()
    {
        while (ReadLine())
        {
            if (Number == 1 && Line.StartsWith(Mark))
            {
                line = (line.Start + Mark.Length, line.Length - Mark.Length);
            }

            if (!Line.Trim(" \t\r"u8).IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Adds the names of the object, with the reason why the values of a column cannot be read.</summary>
    /// <exception cref="CommandException">The line is not a JSON object.</exception>
    public void AddNames(JsonNames names) =>
        Read(
            (string outer, ref Utf8JsonReader reader) =>
            {
                var name = outer + reader.GetString();
                reader.Read();
                var isArray = reader.TokenType == JsonTokenType.StartArray;
                names.Add(
                    outer,
                    name,
                    isArray ? FormattableString.Invariant($"{file.Unit} {Number} has an array in it") : null,
                    hasValue: reader.TokenType != JsonTokenType.Null
                );
                reader.Skip();
            }
        );

    public void Read(ReadMember member)
    {
        try
        {
            Utf8JsonReader reader = new(Line, new() { MaxDepth = 256 });
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw new CommandException(
                    $"{file.Line(Number)}: found {Found(reader.TokenType)}. Write {file.Expected}."
                );
            }

            var outer = "";
            around.Clear();
            while (reader.Read() && (reader.TokenType == JsonTokenType.PropertyName || around.Count > 0))
            {
                if (reader.TokenType == JsonTokenType.EndObject)
                {
                    outer = around.Pop();
                }
                else if (IsBeforeObject(reader))
                {
                    around.Push(outer);
                    outer = $"{outer}{reader.GetString()}{Inside}";
                    reader.Read();
                }
                else
                {
                    member(outer, ref reader);
                }
            }

            if (reader.Read())
            {
                throw new JsonException("it goes on after its object");
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // An InvalidOperationException means that a text is not UTF-8.
            var fault = e is JsonException ? e.Message.Split(". ")[0].TrimEnd('.') : "a text is not UTF-8";
            throw new CommandException(
                $"{file.Line(Number)} is damaged: {fault}. Fix it, or export the rows again.",
                e
            );
        }
    }

    public void Dispose() => bytes.Dispose();

    // The colon behind the name is read with it.
    private bool IsBeforeObject(in Utf8JsonReader name) =>
        Line[(int)name.BytesConsumed..].TrimStart(" \t\r\n"u8) is [(byte)'{', ..];

    private static string Found(JsonTokenType token) =>
        token switch
        {
            JsonTokenType.StartArray => "an array",
            JsonTokenType.Number => "a number",
            JsonTokenType.String => "a text",
            _ => "a single value",
        };

    private bool ReadLine()
    {
        for (var searched = start; ; )
        {
            var length = buffer.AsSpan(searched, end - searched).IndexOf((byte)'\n');
            if (length >= 0 || (isWhole && end > start))
            {
                var lineEnd = length >= 0 ? searched + length : end;
                line = (start, lineEnd - start);
                start = length >= 0 ? lineEnd + 1 : end;
                Number++;
                return true;
            }

            if (isWhole)
            {
                return false;
            }

            searched = end - start;
            Fill();
        }
    }

    private void Fill()
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
        if (end == buffer.Length)
        {
            if (end >= InputFile.LongestRecord)
            {
                throw new CommandException(
                    FormattableString.Invariant(
                        $"{file.Line(Number + 1)} has more than {InputFile.LongestRecord} bytes. Write {file.Expected}."
                    )
                );
            }

            Array.Resize(ref buffer, 2 * buffer.Length);
        }

        var count = ReadBytes();
        isWhole = count == 0;
        end += count;
    }

    private int ReadBytes()
    {
        try
        {
            return bytes.Read(buffer.AsSpan(end));
        }
        catch (IOException e)
        {
            throw InputFile.Unreadable(file.Path, e);
        }
    }
}

/// <summary>Reads a name of an object and its value.</summary>
/// <param name="outer">What is before the name: the names of the objects around it, each with a point behind it.</param>
/// <param name="reader">The reader at the name.</param>
internal delegate void ReadMember(string outer, ref Utf8JsonReader reader);

/// <summary>The names of all objects of a JSON lines file.</summary>
internal sealed class JsonNames
{
    private readonly Dictionary<string, (string? Problem, bool HasValue)> members = new(StringComparer.Ordinal);
    private readonly HashSet<string> objects = new(StringComparer.Ordinal);

    /// <summary>Adds a name.</summary>
    /// <param name="outer">What is before the name, a part of it.</param>
    /// <param name="name">The name.</param>
    /// <param name="problem">Why its value cannot be read; null if it can.</param>
    /// <param name="hasValue">Whether the value is not null.</param>
    public void Add(string outer, string name, string? problem, bool hasValue)
    {
        var known = members.GetValueOrDefault(name);
        members[name] = (known.Problem ?? problem, known.HasValue || hasValue);
        for (var end = outer.Length; end > 0 && objects.Add(outer[..end]); )
        {
            end = outer.LastIndexOf(JsonLines.Inside, end - 2) + 1;
        }
    }

    /// <summary>Returns the columns. Null in place of an object is no column of its own.</summary>
    public RowColumn[] ToColumns() =>
        [
            .. members
                .Where(member => member.Value.HasValue || !objects.Contains(member.Key + JsonLines.Inside))
                .Select(member => new RowColumn(member.Key) { Problem = member.Value.Problem }),
        ];
}

/// <summary>Reads the objects of a JSON lines file as CSV text.</summary>
internal sealed class JsonLinesText : RowTextStream
{
    private const int RowsAtOnce = 64;
    private const int NoColumn = -1;

    private readonly JsonLines lines;
    private readonly RowColumn[] columns;
    private readonly Dictionary<string, int> places;
    private readonly (JsonTokenType Type, byte[] Number, char[] Text, int Length)[] cells;
    private readonly ReadMember readCell;
    private int next; // the place of the name that probably comes next

    /// <param name="file">The file.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="bytes">Its bytes. They are disposed with this stream.</param>
    public JsonLinesText(JsonLinesFile file, RowColumn[] columns, Stream bytes)
    {
        lines = new(file, bytes);
        this.columns = columns;
        places = columns
            .Index()
            .ToDictionary(column => column.Item.Name, column => column.Index, StringComparer.Ordinal);
        cells = [.. columns.Select(_ => (JsonTokenType.None, Array.Empty<byte>(), Array.Empty<char>(), 0))];
        readCell = ReadCell;
        WriteHeader(columns.Select(column => column.Name));
    }

    public override long Length => lines.Bytes.Length;

    protected override long Place => lines.Bytes.Position;

    protected override bool WriteRows(CsvWriter csv)
    {
        var count = 0;
        for (; count < RowsAtOnce && lines.MoveNext(); count++)
        {
            foreach (ref var cell in cells.AsSpan())
            {
                cell.Type = JsonTokenType.None;
            }

            next = 0;
            lines.Read(readCell);
            foreach (var (type, number, text, length) in cells)
            {
                if (type == JsonTokenType.String)
                {
                    // The quotes tell texts from numbers and Booleans.
                    csv.WriteField(text.AsSpan(0, length), CsvQuoting.Always);
                    continue;
                }

                csv.WriteField(
                    type switch
                    {
                        JsonTokenType.True => "true"u8,
                        JsonTokenType.False => "false"u8,
                        JsonTokenType.Number => number.AsSpan(0, length),
                        _ => ""u8,
                    }
                );
            }

            csv.EndRecord();
        }

        return count > 0;
    }

    protected override void Dispose(bool disposing)
    {
        lines.Dispose();
        base.Dispose(disposing);
    }

    private static bool IsName(string name, string outer, in Utf8JsonReader reader) =>
        name.StartsWith(outer, StringComparison.Ordinal) && reader.ValueTextEquals(name.AsSpan(outer.Length));

    private void ReadCell(string outer, ref Utf8JsonReader reader)
    {
        // Most objects have the same names in the same order.
        var isNext = next < columns.Length && IsName(columns[next].Name, outer, reader);
        var place = isNext ? next : places.GetValueOrDefault(outer + reader.GetString(), NoColumn);
        reader.Read();
        if (place == NoColumn)
        {
            return; // null in place of an object
        }

        next = place + 1;
        ref var cell = ref cells[place];
        if (cell.Type != JsonTokenType.None)
        {
            throw new JsonException($"it has '{columns[place].Name}' twice");
        }

        cell.Type = reader.TokenType;
        if (reader.TokenType == JsonTokenType.String)
        {
            Reserve(ref cell.Text, reader.ValueSpan.Length);
            cell.Length = reader.CopyString(cell.Text);
        }
        else if (reader.TokenType == JsonTokenType.Number)
        {
            Reserve(ref cell.Number, reader.ValueSpan.Length);
            reader.ValueSpan.CopyTo(cell.Number);
            cell.Length = reader.ValueSpan.Length;
        }

        reader.Skip();
    }

    private static void Reserve<T>(ref T[] room, int length) => room = room.Length < length ? new T[2 * length] : room;
}
