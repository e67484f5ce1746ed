using CsvHelper;

namespace VaeMlNet.Data;

/// <summary>
/// A file of dotnet-counters or dotnet-monitor, which has a line for each counter at each time, as CSV text with a row for each time and a column
/// <c>Provider/Counter</c> for each counter.
/// </summary>
internal sealed class CounterFile : RowText
{
    private const string TimeName = "Timestamp";
    private const int CellCount = 5;

    private readonly Func<Stream> open;
    private readonly RowColumn[] columns;

    /// <summary>Finds the counters. Reads the whole file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="open">Opens the file.</param>
    public CounterFile(string path, Func<Stream> open)
        : base(path)
    {
        this.open = open;
        using var bytes = open();
        HashSet<string> names = [TimeName, .. ReadLines(bytes).Select(line => line.Counter)]; // as they first occur
        columns = [.. names.Select(name => new RowColumn(name))];
    }

    /// <summary>Gets the first line of such files.</summary>
    public static ReadOnlySpan<byte> FirstLine => "Timestamp,Provider,Counter Name,Counter Type,Mean/Increment"u8;

    public override string Name => $"CSV file '{Path}'";

    public override IReadOnlyList<RowColumn> Columns => columns;

    public static bool IsStart(ReadOnlySpan<byte> start) => JsonLines.WithoutMark(start).StartsWith(FirstLine);

    public override Stream Open() => new CounterText(this, columns, open());

    /// <summary>Reads the lines.</summary>
    /// <param name="bytes">The bytes of the file. They stay open.</param>
    /// <exception cref="CommandException">A line has not the cells of a counter.</exception>
    public IEnumerable<(string Time, string Counter, string Value)> ReadLines(Stream bytes)
    {
        using var reader = CsvReader.Create(
            bytes,
            CsvFile.Options with
            {
                Separator = ',',
                OnMalformedRecord = null,
            },
            leaveOpen: true
        );
        CsvRecord line = new(reader);
        while (ReadLine(reader))
        {
            if (reader.FieldCount != CellCount)
            {
                throw new CommandException(
                    FormattableString.Invariant(
                        $"{Line(reader)} has {reader.FieldCount} cells instead of the {CellCount} of a counter. Fix it, or collect the counters again."
                    )
                );
            }

            yield return (line.Text(0), $"{line.Text(1)}/{line.Text(2)}", line.Text(4));
        }
    }

    private bool ReadLine(CsvReader reader)
    {
        try
        {
            return reader.Read();
        }
        catch (CsvFormatException e)
        {
            throw new CommandException(
                $"{Line(reader)} is damaged: {e.Message.TrimEnd('.')}. Fix it, or collect the counters again.",
                e
            );
        }
    }

    private string Line(CsvReader reader) => FormattableString.Invariant($"{Name}, line {reader.LineNumber}");
}

/// <summary>Reads the lines of a file of counters as CSV text with a row for each time.</summary>
internal sealed class CounterText : RowTextStream
{
    // Providers are asked one after the other, so that lines of a time can come behind some of the next ones.
    private const int TimesAtOnce = 4;

    private readonly Stream bytes;
    private readonly IEnumerator<(string Time, string Counter, string Value)> lines;
    private readonly Dictionary<string, int> places;
    private readonly List<string?[]> rows = []; // of the latest times, with the time in the first cell

    /// <param name="file">The file.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="bytes">Its bytes. They are disposed with this stream.</param>
    public CounterText(CounterFile file, RowColumn[] columns, Stream bytes)
    {
        this.bytes = bytes;
        lines = file.ReadLines(bytes).GetEnumerator();
        places = columns
            .Index()
            .ToDictionary(column => column.Item.Name, column => column.Index, StringComparer.Ordinal);
        WriteHeader(columns.Select(column => column.Name));
    }

    public override long Length => bytes.Length;

    protected override long Place => bytes.Position;

    protected override bool WriteRows(CsvWriter csv)
    {
        while (rows.Count <= TimesAtOnce && lines.MoveNext())
        {
            var (time, counter, value) = lines.Current;
            var row = rows.Find(other => other[0] == time);
            if (row is null)
            {
                rows.Add(row = new string?[places.Count]);
                row[0] = time;
            }

            row[places[counter]] = value;
        }

        if (rows.Count == 0)
        {
            return false;
        }

        csv.WriteRecord(rows[0]);
        rows.RemoveAt(0);
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        lines.Dispose();
        bytes.Dispose();
        base.Dispose(disposing);
    }
}
