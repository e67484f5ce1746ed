using System.Text;
using System.Text.RegularExpressions;
using CsvHelper;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Data;

/// <summary>
/// Text as ML.NET's <c>SaveAsText</c> writes it, whose rows may leave out zeros: ML.NET reads it, also packed. The slots of a vector are columns, with
/// their names or <c>name_0</c>, <c>name_1</c> and so on. Its binary format is not read, because ML.NET never ends with some damaged files.
/// </summary>
internal sealed class SavedTextFile : RowText
{
    // Each is a column of the table.
    private const long MostSlots = 1 << 17;

    private readonly IDataView rows;
    private readonly DataViewSchema.Column[] visible;
    private readonly RowColumn[] columns;

    /// <summary>Reads the description of the columns.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="file">The file.</param>
    /// <exception cref="CommandException">The description is damaged.</exception>
    public SavedTextFile(string path, PackedFile file)
        : base(path)
    {
        MLContext ml = new();
        SavedTextSource source = new(file);
        // Without columns in its options, the loader takes those of the file.
        rows = Guarded(() => ml.Data.CreateTextLoader(new TextLoader.Options(), source).Load(source));
        visible = [.. rows.Schema.Where(column => !column.IsHidden)];
        var slots = visible.Sum(column => (long)((column.Type as VectorDataViewType)?.Size ?? 1));
        if (slots > MostSlots)
        {
            throw new CommandException(
                FormattableString.Invariant(
                    $"{Name} has {slots} cells in each row, expected at most {MostSlots}. Save fewer columns."
                )
            );
        }

        columns = [.. visible.SelectMany(ColumnsOf)];
        var names = CsvHeader.Distinct([.. columns.Select(column => column.Name)]);
        columns = [.. columns.Zip(names, (column, name) => column with { Name = name })];
    }

    public override string Name => $"text file '{Path}'";

    public override IReadOnlyList<RowColumn> Columns => columns;

    /// <summary>Returns whether a file begins with a description of columns by ML.NET.</summary>
    public static bool IsStart(ReadOnlySpan<byte> start) =>
        JsonLines.WithoutMark(start).StartsWith(SavedTextSource.TextStart);

    /// <summary>Reads the columns from the first row on.</summary>
    public (DataViewRowCursor Cursor, Action<CsvWriter>[] Cells) Read()
    {
        var cursor = rows.GetRowCursor(visible);
        return (
            cursor,
            Array.ConvertAll(
                visible,
                column => CellWriter.CanWrite(column) ? CellWriter.Bind(cursor, column.Name) : csv => csv.WriteField("")
            )
        );
    }

    public override Stream Open() => new SavedText(this);

    /// <summary>Runs code that reads the file with ML.NET, whose exceptions have many types.</summary>
    /// <exception cref="CommandException">The file is damaged.</exception>
    public T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not CommandException and not OutOfMemoryException)
        {
            throw new CommandException(
                $"{Name} cannot be read: {e.GetBaseException().Message.TrimEnd('.')}. Save it again, without vectors of unknown length.",
                e
            );
        }
    }

    private static IEnumerable<RowColumn> ColumnsOf(DataViewSchema.Column column)
    {
        if (!CellWriter.CanWrite(column))
        {
            return [new(column.Name) { Problem = $"its type {column.Type} is not read" }];
        }

        var written = CellWriter.Columns(column).ToArray();
        VBuffer<ReadOnlyMemory<char>> slots = default;
        if (written.Length > 1 && column.HasSlotNames())
        {
            column.GetSlotNames(ref slots);
        }

        string[] names = [.. slots.DenseValues().Select(name => name.ToString().Trim('"', ' '))];
        var areNamed = names.Length == written.Length && !names.Contains("");
        return written.Select((cell, slot) => new RowColumn(areNamed ? names[slot] : cell.Name) { Output = cell });
    }
}

/// <summary>The bytes of a file for ML.NET, with a description of its columns by which ML.NET can read the rows.</summary>
/// <param name="file">The file.</param>
internal sealed class SavedTextSource(PackedFile file) : IMultiStreamSource
{
    /// <summary>Gets the first bytes of text that ML.NET saved.</summary>
    public static ReadOnlySpan<byte> TextStart => "#@ TextLoader{"u8;

    public int Count => 1;

    public string? GetPathOrNull(int index) => null;

    public Stream Open(int index) => new DescribedText(file.OpenBytes());

    public TextReader OpenTextReader(int index) => new StreamReader(Open(index));
}

/// <summary>Text that ML.NET saved, with a description that says that rows may leave out zeros, and that dates, durations and keys are texts.</summary>
/// <param name="text">The text, which is disposed with this stream.</param>
internal sealed partial class DescribedText(Stream text) : SourceStream(text)
{
    private const int LongestDescription = 1 << 24;
    private const string Start = "#@ TextLoader{";

    private ReadOnlyMemory<byte>? description;

    public override int Read(Span<byte> buffer)
    {
        description ??= ReadDescription();
        if (description is not { Length: > 0 } left)
        {
            return Source.Read(buffer);
        }

        var length = Math.Min(buffer.Length, left.Length);
        left.Span[..length].CopyTo(buffer);
        description = left[length..];
        return length;
    }

    // ML.NET does not read the dates that it writes, and counts keys from another number than it writes.
    private byte[] ReadDescription()
    {
        List<byte> bytes = [];
        for (int value; bytes.Count < LongestDescription && (value = Source.ReadByte()) >= 0; )
        {
            bytes.Add((byte)value);
            if (value == '}' && bytes is [.., (byte)'#', (byte)'@', (byte)' ', (byte)'}'])
            {
                break;
            }
        }

        var read = Encoding.Latin1.GetString([.. bytes]);
        var sparse = read.Replace(Start, $"{Start}\n#@   sparse+\n#@   quote+", StringComparison.Ordinal);
        return Encoding.Latin1.GetBytes(OtherTypes().Replace(sparse, ":TX:"));
    }

    [GeneratedRegex(@":(DT|DZ|TS|U[1248]\[[^\]:]*\]):")]
    private static partial Regex OtherTypes();
}

/// <summary>The rows of a file that ML.NET reads as CSV text.</summary>
internal sealed class SavedText : RowTextStream
{
    private const int RowsAtOnce = 64;

    private readonly SavedTextFile file;
    private readonly DataViewRowCursor cursor;
    private readonly Action<CsvWriter>[] cells;

    /// <param name="file">The file.</param>
    public SavedText(SavedTextFile file)
    {
        this.file = file;
        (cursor, cells) = file.Guarded(file.Read);
        WriteHeader(file.Columns.Select(column => column.Name));
    }

    /// <summary>Gets more than the length: the number of rows is not known before the last one.</summary>
    public override long Length => long.MaxValue;

    protected override long Place => Math.Max(0, cursor.Position);

    protected override bool WriteRows(CsvWriter csv) =>
        file.Guarded(() =>
        {
            var row = 0;
            for (; row < RowsAtOnce && cursor.MoveNext(); row++)
            {
                Array.ForEach(cells, write => write(csv));
                csv.EndRecord();
            }

            return row > 0;
        });

    protected override void Dispose(bool disposing)
    {
        cursor.Dispose();
        base.Dispose(disposing);
    }
}
