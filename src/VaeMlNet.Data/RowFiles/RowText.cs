using System.Text;
using CsvHelper;

namespace VaeMlNet.Data;

/// <summary>
/// The rows of a data file as CSV text, whatever its format is: the one place where the format of a file is chosen, by its ending and its first
/// bytes.
/// </summary>
/// <param name="path">The path of the file, as the user gave it; <c>-</c> is standard input.</param>
internal abstract class RowText(string path)
{
    private static readonly string[] JsonEndings = [".jsonl", ".ndjson"];

    /// <summary>Gets the path of the file, as the user gave it.</summary>
    public string Path => path;

    /// <summary>Gets the name in messages, such as: Parquet file 'x.parquet'.</summary>
    public abstract string Name { get; }

    /// <summary>Gets the columns of a file whose format describes them; null for CSV, whose first line has their names.</summary>
    public virtual IReadOnlyList<RowColumn>? Columns => null;

    /// <summary>Gets the format and the types of its columns, which are equal where equal texts have the same meaning; empty for CSV, which has no types.</summary>
    public string Types =>
        Columns is null ? "" : $"{GetType().Name} {string.Join(',', Columns.Select(column => column.Output?.Type))}";

    /// <summary>Finds the format of a file.</summary>
    public static RowText Find(string path)
    {
        var file = PackedFile.Open(path);
        var start = file.ReadStart();
        var name = file.Name;
        if (start.StartsWith(ParquetFile.Magic))
        {
            return file.IsPacked
                ? throw new CommandException(
                    $"'{path}' contains a Parquet file, which cannot be read while it is packed. Unpack it first."
                )
                : new ParquetFile(path);
        }

        if (HasEnding(name, ".parquet"))
        {
            throw new CommandException(
                $"'{path}' is not a Parquet file: it starts with {PackedFile.Hex(start)}, expected {Convert.ToHexString(ParquetFile.Magic)} (PAR1). Rename the file to its type, or write it again."
            );
        }

        ForeignFile.Refuse(path, start);
        if (CounterFile.IsStart(start))
        {
            return new CounterFile(path, file.OpenBytes);
        }

        if (SavedTextFile.IsStart(start))
        {
            return new SavedTextFile(path, file);
        }

        // Windows PowerShell writes UTF-16.
        var encoding = TextEncodings.FindWide(start);
        Func<Stream> open = encoding is null
            ? file.OpenBytes
            : () => new CsvTextStream(path, file.OpenBytes(), encoding, CsvHeader.FirstLine);
        var text = encoding is null ? start : Encoding.UTF8.GetBytes(encoding.GetString(start));
        var isJson = HasEnding(name, ".json");
        if (JsonArrayLines.IsStart(text, isJson))
        {
            return new JsonLinesFile(path, $"JSON file '{path}'", open, isArray: true);
        }

        if (JsonEndings.Any(ending => HasEnding(name, ending)) || JsonLinesFile.IsStart(text))
        {
            return JsonLinesFile.IsObjectOverLines(text)
                ? throw NoRows("an object over several lines")
                : new JsonLinesFile(path, $"JSON lines file '{path}'", open);
        }

        ForeignFile.RefuseSparse(path, file.OpenBytes);
        return new CsvText(path, file);

        CommandException NoRows(string found) =>
            new(
                $"JSON file '{path}' contains {found}, expected an array of objects. Write the rows as an array, such as [{{\"name\": 1}}], or as one object in each line."
            );
    }

    /// <summary>Opens the text from its start, with the line of column names. The caller must dispose the stream.</summary>
    /// <exception cref="CommandException">The file is missing, or was changed since it was first opened.</exception>
    public abstract Stream Open();

    /// <summary>Opens the text at the start of a row. The caller must dispose the stream.</summary>
    /// <param name="offset">The position of the row in the text, in bytes.</param>
    /// <param name="row">The index of the row, from 0.</param>
    /// <exception cref="CommandException">The file is missing, damaged, or was changed since it was first opened.</exception>
    public virtual Stream OpenAt(long offset, long row) => new TextBelow(Open(), offset);

    /// <summary>Returns the type that a cell has by the format of the file; that of texts for one that is read in the format of a table's column.</summary>
    /// <param name="column">The index of the column.</param>
    /// <param name="raw">The bytes of the cell in the text, with quotes.</param>
    public virtual WrittenType TypeOf(int column, ReadOnlySpan<byte> raw) =>
        Columns?.ElementAtOrDefault(column)?.Output?.Type ?? WrittenType.Text;

    /// <summary>Returns where a row is, for messages; null for CSV, where its line in the text says so.</summary>
    /// <param name="row">The row, from 1.</param>
    public virtual string? Place(long row) =>
        Columns is null ? null : FormattableString.Invariant($"{Name}, row {row}");

    private static bool HasEnding(string name, string ending) =>
        name.EndsWith(ending, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A column of a file whose format describes its columns.</summary>
internal sealed record RowColumn(string Name)
{
    /// <summary>Gets a value indicating whether the format says that the cells are categories.</summary>
    public bool IsCategory { get; init; }

    /// <summary>Gets the column for copies of its cells; null for texts.</summary>
    public WrittenColumn? Output { get; init; }

    /// <summary>Gets the reason why the cells cannot be read, such as: it has lists; null where they can.</summary>
    public string? Problem { get; init; }
}

/// <summary>A stream of CSV text that is written while it is read.</summary>
internal abstract class RowTextStream : ForwardStream
{
    private readonly MemoryStream text = new();
    private readonly CsvWriter csv;
    private int read;

    protected RowTextStream()
    {
        csv = CsvTable.Writer(text);
    }

    /// <summary>Writes the line of column names.</summary>
    /// <param name="names">The names, of which there is at least one.</param>
    protected void WriteHeader(IEnumerable<string> names)
    {
        csv.WriteRecord([.. names]);
        csv.Flush();
    }

    /// <summary>Writes some more rows.</summary>
    /// <returns>False at the end of the file.</returns>
    protected abstract bool WriteRows(CsvWriter csv);

    public sealed override int Read(Span<byte> buffer)
    {
        while (read == text.Length && buffer.Length > 0)
        {
            text.SetLength(0);
            read = 0;
            if (!WriteRows(csv))
            {
                break;
            }

            csv.Flush();
        }

        var count = Math.Min(buffer.Length, (int)text.Length - read);
        text.GetBuffer().AsSpan(read, count).CopyTo(buffer);
        read += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        csv.Dispose();
        base.Dispose(disposing);
    }
}
