using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using CsvHelper;

namespace VaeMlNet.Data;

/// <summary>
/// A file of rows as CSV text, or such text in memory. The separator (comma, semicolon, tab or bar) of a CSV file is detected from
/// the first lines, and so is where its header is. Every enumeration reads the records from the start. Errors name the file and the position in it.
/// </summary>
internal sealed record CsvFile
{
    private const int BytesRead = 1 << 18;

    /// <summary>Gets the options of all readers of CSV text.</summary>
    public static CsvReaderOptions Options { get; } =
        new()
        {
            TrimWhitespace = true,
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Recover,
            OnMalformedRecord = CheckQuotes,
            // A packed file of a few megabytes can be one endless record.
            MaxRecordSize = InputFile.LongestRecord,
        };

    private readonly RowText? text; // the file; null for the text of a message
    private readonly bool isMessage;

    private CsvFile(
        string path,
        string name,
        string[] header,
        char separator,
        Func<Stream> open,
        RowText? text = null,
        bool isMessage = false
    )
    {
        Path = path;
        Name = name;
        Names = new(header);
        OwnColumnCount = header.Length;
        Separator = separator;
        OpenStream = open;
        this.text = text;
        this.isMessage = isMessage;
    }

    /// <summary>Gets the path of the file, as the user gave it, for messages.</summary>
    public string Path { get; }

    /// <summary>Gets the name in messages: CSV file 'x.csv', or CSV message 'x'.</summary>
    public string Name { get; }

    /// <summary>Gets the column names, in order. A name may be empty or appear twice.</summary>
    public IReadOnlyList<string> Header => Names.All;

    /// <summary>Gets the number of columns that the file itself has. Those of <see cref="With"/> follow them.</summary>
    public int OwnColumnCount { get; private init; }

    /// <summary>Gets the function that opens the file, with its header. The caller must dispose the stream.</summary>
    public Func<Stream> OpenStream { get; private init; }

    /// <summary>Gets the character that separates the cells.</summary>
    public char Separator { get; }

    /// <summary>Gets the name of the encoding of a file that is not UTF-8; null for others.</summary>
    public string? EncodingName => (text as CsvText)?.Encoding?.WebName;

    /// <summary>Gets where the header of a CSV file is; null for other formats and messages.</summary>
    public CsvHeader? HeaderPlace => (text as CsvText)?.Header;

    /// <summary>Gets the names of the columns whose cells are categories by the format of the file.</summary>
    public IEnumerable<string> Categories =>
        text?.Columns?.Where(column => column.IsCategory).Select(column => column.Name) ?? [];

    /// <summary>Gets a value indicating whether the format of the file has types, so that a number is one whatever the marks of a table's column are.</summary>
    public bool HasTypes => Slices?.HasTypes ?? text?.Columns is not null;

    /// <summary>Gets a value indicating whether equal texts can have another meaning in another row, because the file is several of different formats.</summary>
    public bool MixesTypes => Slices?.MixesTypes == true;

    /// <summary>Gets the index of the first row among all rows of a job.</summary>
    public long FirstRow => (Slices?.FirstRow ?? 0) + FirstRowRead;

    /// <summary>Gets the index of the first row among the rows of the file or its slices; 0 except for blocks.</summary>
    public long FirstRowRead { get; private init; }

    /// <summary>Gets the number of rows of a block; null for files.</summary>
    public int? RowCount { get; private init; }

    private ColumnNames Names { get; init; }

    /// <summary>Gets the slices that are read instead of the whole file; null for none.</summary>
    private FileSlices? Slices { get; init; }

    /// <summary>Gets the text of a block, without the header; null for files.</summary>
    private ReadOnlyMemory<byte>? BlockText { get; init; }

    /// <summary>Gets the numbers of the rows that were left out, in rising order.</summary>
    private long[] LeftOut { get; init; } = [];

    /// <summary>Gets the indices of the rows before they were sorted; null if they were not.</summary>
    private int[]? Order { get; init; }

    /// <summary>Gets the columns of the file, of rows that were each made from several with the same first cell; null for others.</summary>
    private int[]? Sources { get; init; }

    /// <summary>
    /// Returns the same columns, read from slices of this file and others instead of the whole file.
    /// </summary>
    public CsvFile Slice(FileSlices slices) => this with { OpenStream = slices.OpenText, Slices = slices };

    /// <summary>Returns the same columns, read from some of the rows.</summary>
    /// <param name="text">The rows in UTF-8, without the header.</param>
    /// <param name="firstRow">The index of the first row in this file, from 0.</param>
    /// <param name="rowCount">The number of rows.</param>
    public CsvFile Block(ReadOnlyMemory<byte> text, long firstRow, int rowCount) =>
        this with
        {
            BlockText = text,
            FirstRowRead = firstRow,
            RowCount = rowCount,
        };

    /// <summary>Returns the same columns, with copies of some of the rows.</summary>
    /// <param name="chosen">The indices of the rows, from 0, in rising order.</param>
    /// <exception cref="CommandException">The file is damaged.</exception>
    public CsvFile Choose(IReadOnlyList<long> chosen)
    {
        using MemoryStream text = new();
        // As in a block, an empty line is before the rows.
        text.WriteByte((byte)'\n');
        var count = 0;
        foreach (var record in chosen.Count == 0 ? [] : ReadRecords())
        {
            if (record.RowNumber != chosen[count] + 1)
            {
                continue;
            }

            WriteRow(text, record);
            if (++count == chosen.Count)
            {
                break;
            }
        }

        return Block(text.ToArray(), firstRow: 0, count) with
        {
            Order = [.. chosen.Select(row => Order?[row] ?? (int)row)],
        };
    }

    /// <summary>Returns the number of a row in its file, from 1, and the path of the file if there are several.</summary>
    /// <param name="row">The number of the row among the rows read, from 1.</param>
    public (string? Path, long Row) Find(long row)
    {
        var original = Original(row);
        return Slices?.Find(original) is (var path, { } rowOfFile) ? (path, rowOfFile) : (null, original);
    }

    /// <summary>
    /// Returns the same columns without the rows that cannot be read. The others are copied into the folder of temporary files.
    /// </summary>
    /// <param name="fault">Returns the fault of a row, null for none, given its record.</param>
    /// <param name="report">Receives each fault, with the path of its file and the number of its row there, from 1.</param>
    /// <exception cref="CommandException">A line is damaged so that the rows after it cannot be found, or the copy cannot be written.</exception>
    public CsvFile WithoutFaults(Func<CsvRecord, CellFault?> fault, Action<string, long, CellFault> report)
    {
        List<long> leftOut = [];
        var copy = Keep(stream =>
        {
            CsvHeader.Write(stream, [Names.All], Separator);
            foreach (var record in ReadAll())
            {
                var found =
                    record.CellCount == Header.Count
                        ? fault(record)
                        : new CellFault(
                            "",
                            "",
                            FormattableString.Invariant(
                                $"{record.CellCount} cells, but the header has {Header.Count} columns"
                            )
                        );
                if (found is { } wrong)
                {
                    leftOut.Add(record.RowNumber);
                    var (path, row) = Find(record.RowNumber);
                    report(path ?? Path, row, wrong);
                    continue;
                }

                WriteRow(stream, record);
            }
        });
        return leftOut.Count == 0 ? this : Over(copy) with { LeftOut = [.. leftOut], Order = null };
    }

    /// <summary>
    /// Returns the same columns with the rows in another order. All rows are in memory for a moment, and are copied into the folder of
    /// temporary files.
    /// </summary>
    /// <param name="rows">The index of each row in this file, from 0, in the new order.</param>
    /// <exception cref="CommandException">The file is damaged, or the copy cannot be written.</exception>
    public CsvFile Sort(int[] rows)
    {
        var texts = new List<byte[]>(rows.Length);
        using MemoryStream text = new();
        foreach (var record in ReadRecords())
        {
            text.SetLength(0);
            WriteRow(text, record);
            texts.Add(text.ToArray());
        }

        var copy = Keep(stream =>
        {
            CsvHeader.Write(stream, [Names.All], Separator);
            foreach (var row in rows)
            {
                stream.Write(texts[row]);
            }
        });
        return Over(copy) with { Order = Array.ConvertAll(rows, row => Order?[row] ?? row) };
    }

    /// <summary>Returns the same rows with a further column of texts. They are copied into the folder of temporary files, those of messages in memory.</summary>
    /// <param name="name">The name of the column.</param>
    /// <param name="textOf">Returns the text of a row, given its record.</param>
    /// <exception cref="CommandException">The file is damaged, or the copy cannot be written.</exception>
    public CsvFile With(string name, Func<CsvRecord, string> textOf)
    {
        string[] names = [.. Header, name];
        var copy = Keep(stream =>
        {
            CsvHeader.Write(stream, [names], Separator);
            foreach (var record in ReadRecords())
            {
                WriteRow(stream, record, end: Separator);
                var text = textOf(record).Replace("\"", "\"\"", StringComparison.Ordinal);
                stream.Write(Encoding.UTF8.GetBytes($"\"{text}\"\n"));
            }
        });
        return Over(copy) with { Names = new(names) };
    }

    /// <summary>Returns other columns and rows instead. They are copied into the folder of temporary files, those of messages in memory.</summary>
    /// <param name="names">The names of the columns.</param>
    /// <param name="sources">The columns of this file that their cells are from.</param>
    /// <param name="rows">
    /// The cells of each row as <see cref="Raw"/> returns them, of which the first is the same in all rows that it was made from, and the index of the
    /// first of them in this file, from 0.
    /// </param>
    /// <exception cref="CommandException">The copy cannot be written.</exception>
    public CsvFile Replace(string[] names, int[] sources, IReadOnlyList<(int Row, string[] Cells)> rows)
    {
        var copy = Keep(names, rows);
        return Over(copy) with
        {
            Names = new(names),
            OwnColumnCount = names.Length,
            Order = [.. rows.Select(row => row.Row)],
            Sources = sources,
        };
    }

    /// <summary>Returns the same columns with some of the rows, whose cells may be others. They are copied into the folder of temporary files.</summary>
    /// <param name="rows">The index of each row in this file, from 0, and its cells as <see cref="Raw"/> returns them.</param>
    /// <exception cref="CommandException">The copy cannot be written.</exception>
    public CsvFile Copy(IReadOnlyList<(int Row, string[] Cells)> rows) =>
        Over(Keep(Names.All, rows)) with
        {
            Order = [.. rows.Select(row => Order?[row.Row] ?? row.Row)],
        };

    // The copy of a block is whole.
    private CsvFile Over(Func<Stream> copy) =>
        this with
        {
            OpenStream = copy,
            BlockText = null,
            FirstRowRead = 0,
            RowCount = null,
        };

    private Func<Stream> Keep(string[] names, IReadOnlyList<(int Row, string[] Cells)> rows) =>
        Keep(stream =>
        {
            CsvHeader.Write(stream, [names], Separator);
            foreach (var (_, cells) in rows)
            {
                // An empty line is no row.
                var line = cells is [""] ? "\"\"" : string.Join(Separator, cells);
                stream.Write(Encoding.UTF8.GetBytes($"{line}\n"));
            }
        });

    // A worker would keep a temporary file of each message until it ends.
    private Func<Stream> Keep(Action<Stream> write)
    {
        if (!isMessage)
        {
            return StandardStreams.Keep(Path, write);
        }

        using MemoryStream copy = new();
        write(copy);
        var bytes = copy.ToArray();
        return () => new MemoryStream(bytes, writable: false);
    }

    private void WriteRow(Stream stream, CsvRecord record, char end = '\n')
    {
        for (var cell = 0; cell < Header.Count; cell++)
        {
            stream.Write(record.Raw(cell));
            stream.WriteByte((byte)(cell == Header.Count - 1 ? end : Separator));
        }
    }

    // The number of a row before others were left out and the rest was sorted.
    private long Original(long row)
    {
        row = Order is null ? row : Order[row - 1] + 1;
        foreach (var number in LeftOut)
        {
            if (number > row)
            {
                break;
            }

            row++;
        }

        return row;
    }

    /// <summary>Opens a file and reads its header.</summary>
    /// <exception cref="CommandException">
    /// The file is missing, empty, without a header, or not a CSV file.
    /// </exception>
    public static CsvFile Open(string path)
    {
        var text = RowText.Find(path);
        if (text.Columns is not null)
        {
            return FromText(text);
        }

        return Read(path, text.Name, text.Open, text);
    }

    /// <summary>Reads the header of the text of a message.</summary>
    /// <param name="id">The id of the message, used like a path.</param>
    /// <param name="text">The text. It is not copied.</param>
    /// <param name="encoding">The encoding. The text must be valid in it.</param>
    /// <exception cref="CommandException">The text is empty, without a header, or not CSV.</exception>
    public static CsvFile FromMessage(string id, ReadOnlyMemory<byte> text, Encoding encoding) =>
        Read(id, $"CSV message '{id}'", () => OpenText(text, encoding), isMessage: true);

    /// <summary>Reads the columns of a message with a JSON object in each line.</summary>
    /// <param name="id">The id of the message, used like a path.</param>
    /// <param name="text">The text in UTF-8. It is not copied.</param>
    /// <exception cref="CommandException">A line is not a JSON object.</exception>
    public static CsvFile FromJsonMessage(string id, ReadOnlyMemory<byte> text) =>
        FromText(
            new JsonLinesFile(id, $"JSON lines message '{id}'", () => OpenText(text, Encoding.UTF8)),
            isMessage: true
        );

    /// <summary>Reads the records one by one. Yields the same object each time, at the next record.</summary>
    /// <param name="progress">Receives the share of the file that has been read, in [0, 1].</param>
    /// <exception cref="CommandException">The file is damaged, or a record has more or fewer cells than the header.</exception>
    public IEnumerable<CsvRecord> ReadRecords(IProgress<double>? progress = null)
    {
        foreach (var record in ReadAll(progress))
        {
            CheckCellCount(record);
            yield return record;
        }
    }

    /// <summary>Reads the records one by one, also those with more or fewer cells than the header.</summary>
    /// <inheritdoc cref="ReadRecords"/>
    public IEnumerable<CsvRecord> ReadAll(IProgress<double>? progress = null)
    {
        using var stream = BlockText is null ? OpenStream() : null;
        // The options were detected from the whole file, because some of its rows alone may look different.
        var options = Options with
        {
            Separator = Separator,
        };
        using var reader = stream is null
            ? CsvReader.Create(BlockText!.Value, options with { HasHeader = false, TrackLineNumbers = false })
            : CsvReader.Create(stream, options);
        CsvRecord record = new(reader, FirstRowRead);
        Func<bool> read = reader.Read;
        var place = HeaderPlace;
        while (Guard(Path, Name, read, Slices, place))
        {
            if (stream is not null)
            {
                InputFile.Report(progress, reader.RowNumber, stream);
            }

            yield return record;
        }
    }

    /// <summary>Returns the length of the CSV text in bytes. Text that is unpacked or written while it is read is read once for it.</summary>
    /// <exception cref="CommandException">The file is damaged.</exception>
    public long MeasureText() =>
        Guarded(
            Path,
            () =>
            {
                using var stream = OpenStream();
                if (stream is UnchangedFile)
                {
                    return stream.Length;
                }

                var block = new byte[BytesRead];
                long length = 0;
                for (var count = -1; count != 0; length += count)
                {
                    count = stream.Read(block.AsSpan());
                }

                return length;
            }
        );

    /// <summary>Returns the positions of the records in a text, without the header.</summary>
    /// <param name="text">The text of the file in UTF-8.</param>
    public IEnumerable<long> FindRecords(Stream text)
    {
        // Damaged records are found by the reader of their rows, which says where they are.
        using var reader = CsvReader.Create(
            text,
            Options with
            {
                Separator = Separator,
                TrackLineNumbers = false,
                OnMalformedRecord = null,
                BufferSize = BytesRead,
            },
            leaveOpen: true
        );
        Func<bool> read = reader.Read;
        var place = HeaderPlace;
        while (Guard(Path, Name, read, Slices, place))
        {
            yield return reader.ByteOffset;
        }
    }

    /// <summary>Returns the index of a column.</summary>
    /// <exception cref="CommandException">There is no such column, or more than one.</exception>
    public int IndexOf(string name) =>
        Names.IndexOf(name, HeaderPlace?.HasNames == false ? $"{Name} has no header and" : Name);

    /// <summary>Returns whether the file has at least one column with this name.</summary>
    public bool Has(string name) => Names.Has(name);

    /// <summary>Returns a column for copies of its cells, with its type where the format of the file has types.</summary>
    public WrittenColumn ColumnOf(int index) =>
        Described(index)?.Output is { } output ? output with { Name = Header[index] } : Header[index];

    /// <summary>Gets the columns whose cells cannot be read in the format of the file, with the reasons.</summary>
    public IEnumerable<(string Name, string Problem)> Unreadable =>
        Header
            .Index()
            .Where(column => FindProblem(column.Index) is not null)
            .Select(column => (column.Item, FindProblem(column.Index)!));

    /// <summary>Returns why the cells of a column cannot be read in the format of the file; null if they can.</summary>
    public string? FindProblem(int index) => Described(index)?.Problem;

    private RowColumn? Described(int index) => text?.Columns?.ElementAtOrDefault(SourceOf(index));

    // Joined rows have other columns than the file, in another order.
    private int SourceOf(int index) =>
        Sources is null ? index
        : index < Sources.Length ? Sources[index]
        : -1;

    /// <summary>Returns the type that a cell has by the format of its file; that of texts for one that is read in the format of a table's column.</summary>
    public WrittenType TypeOf(CsvRecord record, int index) =>
        HasTypes
            ? (Slices?.TextAt(Original(record.RowOfFile)) ?? text!).TypeOf(SourceOf(index), record.Raw(index))
            : WrittenType.Text;

    /// <summary>Returns whether a column has a name of its own, and cells that can be read in the format of the file.</summary>
    public bool IsReadable(int index) =>
        Header[index].Length > 0 && Header.Count(name => name == Header[index]) == 1 && FindProblem(index) is null;

    /// <summary>Throws if the cells of a column cannot be read in the format of the file.</summary>
    public void CheckReadable(int index)
    {
        if (FindProblem(index) is { } problem)
        {
            throw new CommandException(
                $"{Name}, column '{Header[index]}' cannot be read: {problem}. Leave the column out, or write its values as columns of numbers or texts."
            );
        }
    }

    /// <summary>Returns where a row is, for messages. The rows before it are read again.</summary>
    /// <param name="row">The row, from 1.</param>
    public string Place(long row) => At(row, Place) ?? Name;

    /// <summary>Reads a row; null if there is none. The rows before it are read again.</summary>
    /// <param name="row">The row, from 1.</param>
    /// <param name="read">Reads the row, given its record.</param>
    public T? At<T>(long row, Func<CsvRecord, T> read)
        where T : class => ReadRecords().Where(record => record.RowNumber == row).Select(read).FirstOrDefault();

    /// <summary>Returns a cell as it is written to copies of this file: with quotes where it needs them, or where they are a part of its type.</summary>
    /// <exception cref="CommandException">The cell is not UTF-8.</exception>
    public string Raw(CsvRecord record, int column)
    {
        var own = Text(record, column);
        return HasTypes ? Encoding.UTF8.GetString(record.Raw(column))
            : own.AsSpan().IndexOfAny([Separator, '"', '\r', '\n']) >= 0
                ? $"\"{own.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : own;
    }

    /// <summary>Returns the text of a cell.</summary>
    /// <exception cref="CommandException">The cell is not UTF-8.</exception>
    public string Text(CsvRecord record, int column) => Checked(record.Text(column), record, column);

    /// <summary>Reads the texts of a column, row by row.</summary>
    /// <exception cref="CommandException">There is no such column, or more than one. The enumeration throws it for a damaged file, and a cell that is not UTF-8.</exception>
    public IEnumerable<string> Texts(string column)
    {
        var index = IndexOf(column);
        return ReadRecords().Select(record => Text(record, index));
    }

    /// <summary>Writes a cell as it is, with the white space around its text.</summary>
    /// <exception cref="CommandException">The cell is not UTF-8.</exception>
    public void CopyCell(CsvRecord record, int column, CsvWriter csv)
    {
        var cell = record.Original(column);
        // Most cells have no letters that could be broken, and no blanks at their ends.
        if (Ascii.IsValid(cell) && (cell.IsEmpty || (cell[0] > ' ' && cell[^1] > ' ')))
        {
            csv.WriteField(cell);
        }
        else
        {
            var text = Checked(Encoding.UTF8.GetString(cell), record, column);
            csv.WriteField(text, CsvQuoting.WhenNeededOrWhitespace);
        }
    }

    /// <summary>Returns the position of the current record for messages.</summary>
    public string Place(CsvRecord record) =>
        Sources is not null
            ? $"{PlaceOfRow(record)} or a later one with {Header[0]} '{record.Text(0)}'"
            : PlaceOfRow(record);

    private string PlaceOfRow(CsvRecord record) =>
        Slices?.Place(Original(record.RowNumber))
        ?? text?.Place(Original(record.RowNumber))
        ?? (
            LeftOut.Length == 0 && Order is null
                ? $"{Name}, row {record.RowNumber} (line {record.LineNumber + (HeaderPlace?.LineShift ?? 0)})"
                : $"{Name}, row {Original(record.RowNumber)}"
        );

    /// <summary>Reads the columns of a format that describes them.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isMessage">True if it is in memory, so that copies of its rows are, too.</param>
    public static CsvFile FromText(RowText text, bool isMessage = false) =>
        new(
            text.Path,
            text.Name,
            [.. text.Columns!.Select(column => column.Name.Trim())],
            ',',
            text.Open,
            text: text,
            isMessage: isMessage
        );

    // Decodes the text while it is read, so that it is in memory only once.
    private static Stream OpenText(ReadOnlyMemory<byte> text, Encoding encoding)
    {
        var stream = MemoryMarshal.TryGetArray(text, out var bytes)
            ? new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false)
            : new MemoryStream(text.ToArray(), writable: false);
        return encoding is UTF8Encoding ? stream : Encoding.CreateTranscodingStream(stream, encoding, Encoding.UTF8);
    }

    private static CsvFile Read(
        string path,
        string name,
        Func<Stream> open,
        RowText? text = null,
        bool isMessage = false
    )
    {
        using var reader = CsvReader.Create(Guarded(path, open), Options);
        var place = (text as CsvText)?.Header;
        Guard(
            path,
            name,
            () =>
            {
                reader.ReadHeader();
                return true;
            },
            place: place
        );
        string[] header = [.. reader.Headers.Select(column => column.Trim())];
        CheckHeader(header, name);
        var separator = reader.Separator;
        if (header is [var only] && Guard(path, name, reader.Read, place: place))
        {
            CheckDelimiter(only, reader.GetString(0), name);
        }

        return new CsvFile(path, name, header, separator, open, text: text, isMessage: isMessage);
    }

    private static void CheckHeader(string[] header, string name)
    {
        if (header.All(string.IsNullOrEmpty))
        {
            throw new CommandException($"{name} is empty: expected a header line with the column names.");
        }

        if (header.FirstOrDefault(column => column.Contains('\ufffd', StringComparison.Ordinal)) is { } broken)
        {
            throw new CommandException(
                $"{name} is not UTF-8: the column name '{broken}' contains bytes that are not UTF-8. Save the file as UTF-8."
            );
        }

        if (
            header.All(column => float.TryParse(column, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            && !CsvHeader.AreCounted(header)
        )
        {
            throw new CommandException(
                $"{name} has no header: its first line contains only numbers. Write the column names into the first line."
            );
        }
    }

    // Reports a delimiter only if header and first row agree, because the name of a single column may contain a blank.
    private static void CheckDelimiter(string header, string first, string name)
    {
        const string others = " :^~";
        foreach (
            var delimiter in others.Where(c => header.Contains(c) && first.Count(c.Equals) == header.Count(c.Equals))
        )
        {
            throw new CommandException(
                $"{name} has one column, '{header}': its cells seem to be separated by '{delimiter}'; expected commas, semicolons, "
                    + "tabs or bars. Use one of these separators."
            );
        }
    }

    // Quotes inside a cell, such as inches, or around a part of it are text, as other readers take them. Where a line breaks between wrong
    // quotes, rows perhaps do not end where they should.
    private static void CheckQuotes(CsvMalformedRecord record)
    {
        var isText = record.Reason is CsvMalformedReason.StrayQuote or CsvMalformedReason.TextAfterClosingQuote;
        if (!isText || record.RawRecord.AsSpan().ContainsAny('\r', '\n'))
        {
            throw new DamagedQuotesException(record);
        }
    }

    private static T Guarded<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (IOException e)
        {
            throw InputFile.Unreadable(path, e);
        }
    }

    private static bool Guard(
        string path,
        string name,
        Func<bool> read,
        FileSlices? slices = null,
        CsvHeader? place = null
    )
    {
        try
        {
            return read();
        }
        catch (CsvFormatException e)
        {
            throw Damaged(e, e.RecordNumber, e.LineNumber);
        }
        catch (DamagedQuotesException e)
        {
            throw Damaged(e, e.Record.RecordNumber, e.Record.LineNumber);
        }
        catch (IOException e)
        {
            throw InputFile.Unreadable(path, e);
        }

        CommandException Damaged(Exception e, long record, long line)
        {
            // For slices, the line number is not that of a file. The header is record 1.
            var fault = slices is null
                ? $"{name} is damaged at line {line + (place?.LineShift ?? 0)}"
                : $"{slices.Place(record - 1)} is damaged";
            return new($"{fault}: {e.Message.TrimEnd('.')}. Fix the line, or export the table again.", e);
        }
    }

    private string Checked(string text, CsvRecord record, int column) =>
        // The replacement character may be in the file, too.
        text.Contains('\ufffd', StringComparison.Ordinal) && !Utf8.IsValid(record.Cell(column))
            ? throw new CommandException(
                $"{Place(record)}, column '{Header[column]}': the cell is not UTF-8. Save the file as UTF-8."
            )
            {
                Fault = new(Header[column], text, "the cell is not UTF-8"),
            }
            : text;

    private void CheckCellCount(CsvRecord record)
    {
        if (record.CellCount != Header.Count)
        {
            throw new CommandException(
                $"{Place(record)} has {record.CellCount} cells, but the header has {Header.Count} columns. Fix the row, or quote cells that contain a separator."
            );
        }
    }

    private sealed class DamagedQuotesException(CsvMalformedRecord record)
        : Exception(
            record.Reason == CsvMalformedReason.UnterminatedQuote
                ? "a quote has no end"
                : "a cell with quotes inside it goes on in the next line"
        )
    {
        public CsvMalformedRecord Record { get; } = record;
    }
}
