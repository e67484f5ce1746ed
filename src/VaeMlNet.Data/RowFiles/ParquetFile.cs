using CsvHelper;
using Parquet;
using Parquet.Schema;

namespace VaeMlNet.Data;

/// <summary>A Parquet file as CSV text in the invariant culture. One row group is in memory at a time.</summary>
internal sealed class ParquetFile : RowText
{
    private readonly Func<FileStream> open;
    private readonly RowColumn[] columns;
    private readonly long[] firstRows; // of each row group, and the number of all rows

    /// <summary>Opens a file and reads its schema.</summary>
    public ParquetFile(string path)
        : base(path)
    {
        open = UnchangedFile.SeekableRepeatedly(path);
        using var reader = OpenReader();
        var categories = reader.CustomMetadata.TryGetValue(ArrowSchema.Key, out var text)
            ? ArrowSchema.FindDictionaries(text)
            : [];
        columns =
        [
            .. reader.Schema.Fields.Select(field => new RowColumn(field.Name)
            {
                IsCategory = categories.Contains(field.Name),
                Problem = ParquetCells.FindProblem(field),
                Output = ParquetCells.FindOutput(field),
            }),
        ];
        if (columns.Length == 0)
        {
            throw new CommandException($"{Name} has no columns.");
        }

        firstRows = [0, .. RowCounts(reader)];
        for (var i = 1; i < firstRows.Length; i++)
        {
            firstRows[i] += firstRows[i - 1];
        }
    }

    /// <summary>Gets the first bytes of a file.</summary>
    public static ReadOnlySpan<byte> Magic => "PAR1"u8;

    public override string Name => $"Parquet file '{Path}'";

    public override IReadOnlyList<RowColumn> Columns => columns;

    /// <summary>Gets the columns of a copy of the file.</summary>
    public WrittenColumn[] Written => [.. columns.Select(column => column.Output ?? column.Name)];

    public override Stream Open() => new ParquetText(this, firstRow: null);

    /// <summary>Opens the text of the rows, without the line of column names. The caller must dispose the stream.</summary>
    /// <exception cref="CommandException">The file is damaged, or was changed since it was first opened.</exception>
    public Stream OpenRows() => new ParquetText(this, firstRow: 0);

    public override Stream OpenAt(long offset, long row) => offset == 0 ? Open() : new ParquetText(this, row);

    public override string Place(long row) =>
        FormattableString.Invariant($"{Name}, row {row} (row group {GroupOf(row - 1) + 1})");

    /// <summary>Opens the reader of the file. The caller must dispose it.</summary>
    /// <exception cref="CommandException">The file is damaged, or was changed since it was first opened.</exception>
    public ParquetFileReader OpenReader()
    {
        var stream = open();
        try
        {
            CheckEnd(stream);
            return new(ParquetReader.CreateAsync(stream).GetAwaiter().GetResult(), stream);
        }
        catch (Exception e) when (e is not CommandException)
        {
            stream.Dispose();
            throw Damaged("in its list of columns", e);
        }
    }

    /// <summary>Creates the error for bytes that cannot be read.</summary>
    public CommandException Damaged(string place, Exception cause) =>
        new($"{Name} is damaged {place}: {cause.Message.TrimEnd('.')}. Write or download it again.", cause);

    /// <summary>Returns the index of the row group that has a row, and of the first row of the group.</summary>
    /// <param name="row">The index of the row, from 0.</param>
    public (int Group, long FirstRow) Find(long row) => (GroupOf(row), firstRows[GroupOf(row)]);

    private int GroupOf(long row)
    {
        var group = 0;
        while (group < firstRows.Length - 1 && row >= firstRows[group + 1])
        {
            group++;
        }

        return group;
    }

    // A file that was cut off lacks its list of columns, which is at its end.
    private static void CheckEnd(FileStream stream)
    {
        Span<byte> end = stackalloc byte[4];
        stream.Seek(-Math.Min(stream.Length, end.Length), SeekOrigin.End);
        var count = stream.ReadAtLeast(end, end.Length, throwOnEndOfStream: false);
        if (!end[..count].SequenceEqual(Magic))
        {
            throw new InvalidDataException(
                $"it is cut off, for it ends with {Convert.ToHexString(end[..count])} instead of {Convert.ToHexString(Magic)} (PAR1)"
            );
        }

        stream.Position = 0;
    }

    private static IEnumerable<long> RowCounts(ParquetFileReader reader) =>
        reader.Rows.RowGroups.Select(group => group.RowCount);
}

/// <summary>An open Parquet file.</summary>
internal sealed record ParquetFileReader(ParquetReader Rows, FileStream Bytes) : IDisposable
{
    /// <summary>Gets the columns.</summary>
    /// <remarks>Parquet.Net decodes them when they are first read, so that those of a damaged file must be read while it is opened.</remarks>
    public ParquetSchema Schema { get; } = Rows.Schema;

    /// <summary>Gets the texts that programs add to their files.</summary>
    public IReadOnlyDictionary<string, string> CustomMetadata => Rows.CustomMetadata;

    public void Dispose()
    {
        Rows.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Bytes.Dispose();
    }
}

/// <summary>Reads the rows of a Parquet file, row group by row group, as CSV text.</summary>
internal sealed class ParquetText : RowTextStream
{
    private const int RowsAtOnce = 256;

    private readonly ParquetFile file;
    private readonly ParquetFileReader reader;
    private readonly ParquetCells[] cells;
    private long skipped; // rows of the next group
    private int nextGroup;
    private long rowsLeft; // in the current group

    /// <param name="file">The file.</param>
    /// <param name="firstRow">The index of the first row; null for all rows after the line of column names.</param>
    public ParquetText(ParquetFile file, long? firstRow)
    {
        this.file = file;
        reader = file.OpenReader();
        cells = [.. reader.Schema.Fields.Select(ParquetCells.For)];
        if (firstRow is { } row)
        {
            (nextGroup, var first) = file.Find(row);
            skipped = row - first;
        }
        else
        {
            WriteHeader(file.Columns.Select(column => column.Name));
        }
    }

    public override long Length => Math.Max(1, reader.Rows.RowGroupCount);

    /// <summary>Gets the number of row groups that were opened.</summary>
    protected override long Place => nextGroup;

    protected override bool WriteRows(CsvWriter csv)
    {
        while (rowsLeft == 0)
        {
            if (nextGroup == reader.Rows.RowGroupCount)
            {
                return false;
            }

            OpenGroup();
        }

        var count = (int)Math.Min(rowsLeft, RowsAtOnce);
        WriteRows(csv, count);
        rowsLeft -= count;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        Array.ForEach(cells, cell => cell.Dispose());
        reader.Dispose();
        base.Dispose(disposing);
    }

    private void WriteRows(CsvWriter csv, int count)
    {
        var cell = cells[0];
        try
        {
            for (var row = 0; row < count; row++)
            {
                foreach (var next in cells)
                {
                    cell = next;
                    cell.WriteNext(csv);
                }

                csv.EndRecord();
            }
        }
        catch (InvalidDataException e)
        {
            throw Damaged(nextGroup, cell, e);
        }
    }

    private void OpenGroup()
    {
        using var group = reader.Rows.OpenRowGroupReader(nextGroup);
        rowsLeft = group.RowCount;
        foreach (var cell in cells)
        {
            try
            {
                cell.Load(group);
            }
            catch (NotSupportedException e)
            {
                throw new CommandException(
                    FormattableString.Invariant(
                        $"{file.Name} cannot be read, because of column '{cell.Name}' in row group {nextGroup + 1}: {e.Message.TrimEnd('.')}. Write the column in another encoding or as another type."
                    ),
                    e
                );
            }
            catch (Exception e) when (e is not CommandException)
            {
                throw Damaged(nextGroup + 1, cell, e);
            }
        }

        Array.ForEach(cells, cell => cell.Skip((int)skipped));
        rowsLeft -= skipped;
        skipped = 0;
        nextGroup++;
    }

    private CommandException Damaged(int group, ParquetCells cell, Exception cause) =>
        file.Damaged(FormattableString.Invariant($"in row group {group}, column '{cell.Name}'"), cause);
}
