using System.Text;

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

        if (JsonArrayLines.IsStart(start))
        {
            return new JsonLinesFile(path, $"JSON file '{path}'", file.OpenBytes, isArray: true);
        }

        if (JsonEndings.Any(ending => HasEnding(name, ending)) || JsonLinesFile.IsStart(start))
        {
            return new JsonLinesFile(path, $"JSON lines file '{path}'", file.OpenBytes);
        }

        ForeignFile.RefuseSparse(path, file.OpenBytes);
        return new CsvText(path, file);
    }

    /// <summary>Opens the text from its start, with the line of column names. The caller must dispose the stream.</summary>
    /// <exception cref="CommandException">The file is missing, or was changed since it was first opened.</exception>
    public abstract Stream Open();

    /// <summary>Opens the text at the start of a row. The caller must dispose the stream.</summary>
    /// <param name="offset">The position of the row in the text, in bytes.</param>
    /// <param name="row">The index of the row, from 0.</param>
    /// <exception cref="CommandException">The file is missing, damaged, or was changed since it was first opened.</exception>
    public virtual Stream OpenAt(long offset, long row)
    {
        var stream = Open();
        var skipped = new byte[(int)Math.Min(offset, 1 << 16)];
        for (var left = offset; left > 0; )
        {
            var count = stream.Read(skipped.AsSpan(0, (int)Math.Min(left, skipped.Length)));
            left -= count > 0 ? count : throw new EndOfStreamException($"it ends {left} bytes before its rows do");
        }

        return stream;
    }

    /// <summary>Returns where a row is, for messages; null where its line in the text says so.</summary>
    /// <param name="row">The row, from 1.</param>
    public virtual string? Place(long row) => null;

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

/// <summary>Writes the cells of rows as CSV text in UTF-8.</summary>
internal sealed class RowTextWriter(int columnCount)
{
    private byte[] bytes = new byte[1 << 16];
    private int column;

    /// <summary>Gets the text so far.</summary>
    public ReadOnlySpan<byte> Text => bytes.AsSpan(0, Length);

    /// <summary>Gets the length of the text so far, in bytes.</summary>
    public int Length { get; private set; }

    /// <summary>Removes the text.</summary>
    public void Clear() => Length = 0;

    /// <summary>Returns memory for a text of at least that many bytes. <see cref="EndPlain"/> adds it.</summary>
    public Span<byte> Reserve(int count)
    {
        if (bytes.Length - Length < count + 2)
        {
            Array.Resize(ref bytes, Math.Max(2 * bytes.Length, Length + count + 2));
        }

        return bytes.AsSpan(Length, bytes.Length - Length - 2);
    }

    /// <summary>Ends a cell whose text is in the reserved memory and needs no quotes.</summary>
    public void EndPlain(int count)
    {
        Length += count;
        EndCell(count == 0);
    }

    /// <summary>Writes a cell without a value.</summary>
    public void WriteMissing()
    {
        Reserve(2);
        EndCell(isEmpty: true);
    }

    public void Write(ReadOnlySpan<char> text)
    {
        var memory = Reserve(Encoding.UTF8.GetMaxByteCount(text.Length));
        EndText(Encoding.UTF8.GetBytes(text, memory));
    }

    /// <summary>Writes a text in UTF-8.</summary>
    public void Write(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Reserve(text.Length));
        EndText(text.Length);
    }

    /// <summary>Writes rows that are CSV text in UTF-8 already.</summary>
    public void WriteRows(ReadOnlySpan<byte> rows)
    {
        rows.CopyTo(Reserve(rows.Length));
        Length += rows.Length;
    }

    /// <summary>Ends a cell whose text is in the reserved memory, and quotes it if it needs quotes.</summary>
    public void EndText(int count)
    {
        var text = bytes.AsSpan(Length, count);
        if (text.IndexOfAny(",\"\r\n"u8) < 0)
        {
            EndPlain(count);
            return;
        }

        var copy = text.ToArray();
        Reserve((2 * count) + 2);
        bytes[Length++] = (byte)'"';
        foreach (var value in copy)
        {
            if (value == '"')
            {
                bytes[Length++] = (byte)'"';
            }

            bytes[Length++] = value;
        }

        bytes[Length++] = (byte)'"';
        EndCell(isEmpty: false);
    }

    private void EndCell(bool isEmpty)
    {
        Reserve(4);
        var isLast = ++column == columnCount;
        if (isEmpty && columnCount == 1)
        {
            // A reader of CSV skips empty lines.
            bytes[Length++] = (byte)'"';
            bytes[Length++] = (byte)'"';
        }

        bytes[Length++] = (byte)(isLast ? '\n' : ',');
        column = isLast ? 0 : column;
    }
}

/// <summary>A stream of CSV text that is written while it is read.</summary>
internal abstract class RowTextStream : ForwardStream
{
    private RowTextWriter? writer;
    private int read;

    /// <summary>Writes the line of column names.</summary>
    /// <param name="names">The names, of which there is at least one.</param>
    protected void WriteHeader(IReadOnlyCollection<string> names)
    {
        writer = new(names.Count);
        foreach (var name in names)
        {
            writer.Write(name);
        }
    }

    /// <summary>Starts without the line of column names.</summary>
    protected void Start(int columnCount) => writer = new(columnCount);

    /// <summary>Writes some more rows.</summary>
    /// <returns>False at the end of the file.</returns>
    protected abstract bool WriteRows(RowTextWriter writer);

    public sealed override int Read(Span<byte> buffer)
    {
        while (read == writer!.Length && buffer.Length > 0)
        {
            writer.Clear();
            read = 0;
            if (!WriteRows(writer))
            {
                break;
            }
        }

        var count = Math.Min(buffer.Length, writer.Length - read);
        writer.Text.Slice(read, count).CopyTo(buffer);
        read += count;
        return count;
    }
}
