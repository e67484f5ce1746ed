using System.Globalization;
using System.Text;
using CsvHelper;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Data;

/// <summary>
/// A file that ML.NET reads itself, as CSV text: its binary format, and text as <c>SaveAsText</c> writes it, whose rows may leave out zeros. The slots
/// of a vector are columns, with their names or <c>name_0</c>, <c>name_1</c> and so on.
/// </summary>
internal sealed class DataViewFile : RowText
{
    private readonly string kind;
    private readonly IDataView rows;
    private readonly DataViewSchema.Column[] visible;
    private readonly RowColumn[] columns;

    private DataViewFile(string path, string kind, Func<IDataView> load)
        : base(path)
    {
        this.kind = kind;
        rows = Guarded(load);
        visible = [.. rows.Schema.Where(column => !column.IsHidden)];
        HashSet<string> names = new(StringComparer.Ordinal);
        columns = [.. visible.SelectMany(ColumnsOf).Select(column => names.Add(column.Name) ? column : Other(column))];

        RowColumn Other(RowColumn column) =>
            column with
            {
                Name = Enumerable
                    .Range(1, int.MaxValue)
                    .Select(number => FormattableString.Invariant($"{column.Name}.{number}"))
                    .First(names.Add),
            };
    }

    public override string Name => $"{kind} '{Path}'";

    public override IReadOnlyList<RowColumn> Columns => columns;

    /// <summary>Gets the number of rows; null if it is not known.</summary>
    public long? RowCount => rows.GetRowCount();

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

    private static ReadOnlySpan<byte> BinaryStart => "CML\0DVB\0"u8;

    /// <summary>Recognizes such a file; null for others.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="file">The file.</param>
    /// <param name="start">Its first bytes.</param>
    /// <exception cref="CommandException">The file is packed or damaged.</exception>
    public static DataViewFile? Find(string path, PackedFile file, ReadOnlySpan<byte> start)
    {
        MLContext ml = new();
        if (start.StartsWith(BinaryStart))
        {
            return file.IsPacked || StandardStreams.IsInput(path)
                ? throw new CommandException(
                    $"'{path}' contains a file in ML.NET's binary format, which cannot be read while it is packed. Unpack it first."
                )
                : new(path, "ML.NET file", () => WithTexts(ml, ml.Data.LoadFromBinary(path)));
        }

        if (!JsonLines.WithoutMark(start).StartsWith(DataViewSource.TextStart))
        {
            return null;
        }

        // Without columns in its options, the loader takes those of the file.
        DataViewSource source = new(file);
        return new(
            path,
            "text file",
            () => WithTexts(ml, ml.Data.CreateTextLoader(new TextLoader.Options(), source).Load(source))
        );
    }

    public override Stream Open() => new DataViewText(this);

    public override string Place(long row) => string.Create(CultureInfo.InvariantCulture, $"{Name}, row {row}");

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
                $"{Name} cannot be read: {e.GetBaseException().Message.TrimEnd('.')}. Write it again.",
                e
            );
        }
    }

    private static IDataView WithTexts(MLContext ml, IDataView rows)
    {
        InputOutputColumnPair[] keys =
        [
            .. rows
                .Schema.Where(column => ItemType(column) is KeyDataViewType && column.HasKeyValues())
                .Select(column => new InputOutputColumnPair(column.Name)),
        ];
        return keys.Length == 0 ? rows : ml.Transforms.Conversion.MapKeyToValue(keys).Fit(rows).Transform(rows);
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

    private static DataViewType ItemType(DataViewSchema.Column column) =>
        (column.Type as VectorDataViewType)?.ItemType ?? column.Type;
}

/// <summary>The bytes of a file for ML.NET, which reads texts whose rows leave out zeros only if their description of the columns says so.</summary>
/// <param name="file">The file.</param>
internal sealed class DataViewSource(PackedFile file) : IMultiStreamSource
{
    /// <summary>Gets the first bytes of text as ML.NET saves it.</summary>
    public static ReadOnlySpan<byte> TextStart => "#@ TextLoader{"u8;

    public int Count => 1;

    public string? GetPathOrNull(int index) => null;

    public Stream Open(int index) => new DescribedText(file.OpenBytes());

    public TextReader OpenTextReader(int index) => new StreamReader(Open(index));

    private sealed class DescribedText(Stream text) : SourceStream(text)
    {
        private static readonly byte[] Sparse = [.. "#@ TextLoader{\n#@   sparse+"u8];

        private ReadOnlyMemory<byte>? start;

        public override int Read(Span<byte> buffer)
        {
            start ??= ReadStart();
            if (start is not { Length: > 0 } left)
            {
                return Source.Read(buffer);
            }

            var length = Math.Min(buffer.Length, left.Length);
            left.Span[..length].CopyTo(buffer);
            start = left[length..];
            return length;
        }

        private ReadOnlyMemory<byte> ReadStart()
        {
            var bytes = new byte[TextStart.Length + Encoding.UTF8.Preamble.Length];
            var read = bytes.AsSpan(0, Source.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
            var text = JsonLines.WithoutMark(read);
            return text.StartsWith(TextStart) ? (byte[])[.. Sparse, .. text[TextStart.Length..]] : read.ToArray();
        }
    }
}

/// <summary>The rows of a file that ML.NET reads as CSV text.</summary>
internal sealed class DataViewText : ForwardStream
{
    private const int RowsAtOnce = 64;

    private readonly DataViewFile file;
    private readonly DataViewRowCursor cursor;
    private readonly Action<CsvWriter>[] cells;
    private readonly MemoryStream text = new();
    private readonly CsvWriter csv;
    private readonly long length;
    private int read;

    /// <param name="file">The file.</param>
    public DataViewText(DataViewFile file)
    {
        this.file = file;
        length = Math.Max(1, file.RowCount ?? long.MaxValue);
        (cursor, cells) = file.Guarded(file.Read);
        csv = CsvWriter.Create(text, new() { NewLine = "\n" }, leaveOpen: true);
        csv.WriteRecord([.. file.Columns.Select(column => column.Name)]);
        csv.Flush();
    }

    /// <summary>Gets the number of rows.</summary>
    public override long Length => length;

    public override long Position
    {
        get => Math.Max(0, cursor.Position);
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        if (read == text.Length && buffer.Length > 0)
        {
            text.SetLength(0);
            read = 0;
            file.Guarded(WriteRows);
        }

        var count = Math.Min(buffer.Length, (int)text.Length - read);
        text.GetBuffer().AsSpan(read, count).CopyTo(buffer);
        read += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        csv.Dispose();
        cursor.Dispose();
        base.Dispose(disposing);
    }

    private bool WriteRows()
    {
        for (var row = 0; row < RowsAtOnce && cursor.MoveNext(); row++)
        {
            Array.ForEach(cells, write => write(csv));
            csv.EndRecord();
        }

        csv.Flush();
        return true;
    }
}
