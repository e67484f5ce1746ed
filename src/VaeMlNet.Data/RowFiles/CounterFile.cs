using System.Globalization;
using CsvHelper;

namespace VaeMlNet.Data;

/// <summary>
/// A file of dotnet-counters or dotnet-monitor, which has a line for each counter at each time, as CSV text with a row for each time and a column
/// <c>Provider/Counter</c> for each counter.
/// </summary>
internal sealed class CounterFile : RowText
{
    private const string TimeName = "Timestamp";

    private readonly Func<Stream> open;
    private readonly RowColumn[] columns;

    /// <summary>Finds the counters. Reads the whole file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="open">Opens the file.</param>
    public CounterFile(string path, Func<Stream> open)
        : base(path)
    {
        this.open = open;
        HashSet<string> names = [TimeName]; // in the order in which they first occur
        using CounterLines lines = new(this, open());
        while (lines.MoveNext())
        {
            names.Add(lines.Counter);
        }

        columns = [.. names.Select(name => new RowColumn(name))];
    }

    /// <summary>Gets the first line of such files.</summary>
    public static ReadOnlySpan<byte> FirstLine => "Timestamp,Provider,Counter Name,Counter Type,Mean/Increment"u8;

    public override string Name => $"CSV file '{Path}'";

    public override IReadOnlyList<RowColumn> Columns => columns;

    public static bool IsStart(ReadOnlySpan<byte> start) => JsonLines.WithoutMark(start).StartsWith(FirstLine);

    public override Stream Open() => new CounterText(this, columns, open());

    // A row has several lines.
    public override string Place(long row) => string.Create(CultureInfo.InvariantCulture, $"{Name}, row {row}");
}

/// <summary>Reads the lines of a file of counters.</summary>
/// <param name="file">The file, for messages.</param>
/// <param name="bytes">Its bytes. They are disposed with this object.</param>
internal sealed class CounterLines(CounterFile file, Stream bytes) : IDisposable
{
    private const int CellCount = 5;

    private readonly CsvReader reader = CsvReader.Create(
        bytes,
        CsvFile.Options with
        {
            Separator = ',',
            OnMalformedRecord = null,
        }
    );

    /// <summary>Gets the time of the line.</summary>
    public string Time => Text(0);

    /// <summary>Gets the name of the counter, with its provider.</summary>
    public string Counter => $"{Text(1)}/{Text(2)}";

    /// <summary>Gets the value of the counter.</summary>
    public string Value => Text(4);

    /// <summary>Goes to the next line.</summary>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="CommandException">The line has not the cells of a counter.</exception>
    public bool MoveNext()
    {
        try
        {
            if (!reader.Read())
            {
                return false;
            }
        }
        catch (CsvFormatException e)
        {
            throw new CommandException(
                $"{Line} is damaged: {e.Message.TrimEnd('.')}. Fix it, or collect the counters again.",
                e
            );
        }

        if (reader.FieldCount != CellCount)
        {
            throw new CommandException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Line} has {reader.FieldCount} cells instead of the {CellCount} of a counter. Fix it, or collect the counters again."
                )
            );
        }

        return true;
    }

    public void Dispose() => reader.Dispose();

    private string Line => string.Create(CultureInfo.InvariantCulture, $"{file.Name}, line {reader.LineNumber}");

    private string Text(int index) => new CsvRecord(reader).Text(index);
}

/// <summary>Reads the lines of a file of counters as CSV text with a row for each time.</summary>
internal sealed class CounterText : RowTextStream
{
    // Providers are asked one after the other, so that lines of a time can come behind some of the next ones.
    private const int TimesAtOnce = 4;

    private readonly Stream bytes;
    private readonly CounterLines lines;
    private readonly Dictionary<string, int> places;
    private readonly List<string?[]> rows = []; // of the latest times, with the time in the first cell

    /// <param name="file">The file.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="bytes">Its bytes. They are disposed with this stream.</param>
    public CounterText(CounterFile file, RowColumn[] columns, Stream bytes)
    {
        this.bytes = bytes;
        lines = new(file, bytes);
        places = columns
            .Index()
            .ToDictionary(column => column.Item.Name, column => column.Index, StringComparer.Ordinal);
        WriteHeader(columns.Select(column => column.Name));
    }

    public override long Length => bytes.Length;

    public override long Position
    {
        get => bytes.Position;
        set => throw new NotSupportedException();
    }

    protected override bool WriteRows(CsvWriter csv)
    {
        while (rows.Count <= TimesAtOnce && lines.MoveNext())
        {
            var time = lines.Time;
            var row = rows.Find(other => other[0] == time);
            if (row is null)
            {
                rows.Add(row = new string?[places.Count]);
                row[0] = time;
            }

            row[places[lines.Counter]] = lines.Value;
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
        base.Dispose(disposing);
    }
}
