using System.Globalization;
using CsvHelper;

namespace VaeMlNet.Data;

/// <summary>
/// The place of the header in a CSV file. Lines above it, such as a title, do not belong to the table, and neither do lines of units below it. The
/// columns of a file without a header are named <c>col0</c>, <c>col1</c> and so on, as AutoML of ML.NET names them, and of two columns of one name
/// <c>a</c>, the second is <c>a.1</c>, as in pandas.
/// </summary>
/// <param name="LinesAbove">The number of lines above the text that is read.</param>
/// <param name="BytesAbove">Their length in UTF-8, with a byte order mark.</param>
internal sealed record CsvHeader(long LinesAbove, long BytesAbove)
{
    /// <summary>The separator that is written instead of blanks.</summary>
    public const char InsteadOfBlanks = '\t';

    // Titles are short, and a few rows say what is in a column.
    private const int RowsRead = 60;
    private const int MostTitles = 30;

    // The first line of a file of Campbell Scientific's data loggers describes the logger, in eight cells.
    private const string TitleOfLogger = "TOA5";
    private const string TimeOfLogger = "TIMESTAMP";
    private const string UnitOfTime = "TS";

    // LabVIEW writes two descriptions, each of which ends so, and a name for comments, which rows without one have no cell for.
    private const string EndOfDescription = "***End_of_Header***";
    private const string NameOfComments = "Comment";

    // Data loggers write the unit of each column, and below it how its values were computed.
    private const int MostUnitLines = 2;
    private const int FewestRowsBelowUnits = 3;

    // What loggers and historians write instead of values.
    private static readonly string[] Failures =
        "err, fail, fault, bad, invalid, timeout, time out, offline, no data, no result, lost, overflow, shutdown, stopped".Split(
            ", "
        );

    private static readonly string[] Stops = ["off", "down", "open"];

    // R writes names of rows without a name for their column, which has this name in R.
    private const string RowNames = "row.names";

    private static readonly char?[] Separators = [null, ',', ';', '\t', '|'];

    /// <summary>Gets the header of an ordinary file: its first line.</summary>
    public static CsvHeader FirstLine { get; } = new(0, 0);

    /// <summary>Gets the header in UTF-8 that is written before the rows; empty if the text that is read begins with it.</summary>
    public byte[] Written { get; private init; } = [];

    /// <summary>Gets a value indicating whether the file has names of its columns.</summary>
    public bool HasNames { get; private init; } = true;

    /// <summary>Gets the number of lines above the header.</summary>
    public long LinesAboveNames { get; private init; } = LinesAbove;

    /// <summary>Gets the names that were changed or added, so that each column has one.</summary>
    public IReadOnlyList<string> NewNames { get; private init; } = [];

    /// <summary>Gets the number of lines below the header that have units or the like instead of values, and are passed over.</summary>
    public int UnitLines { get; private init; }

    /// <summary>Gets the texts in the first of these lines, in the order of the columns; none for a line of dashes.</summary>
    public IReadOnlyList<string> Units { get; private init; } = [];

    /// <summary>Gets a note on the lines of units that are passed over; null for none.</summary>
    public string? UnitNote =>
        UnitLines > 0
            ? FormattableString.Invariant(
                $"lines below the header without values, such as those of units, are passed over: {UnitLines}"
            )
            : null;

    /// <summary>Gets a value indicating whether cells are separated by blanks, one or more.</summary>
    public bool HasBlanks { get; init; }

    /// <summary>Gets the character at the start of lines that are no rows, wherever they are; null for none.</summary>
    public char? Comment { get; init; }

    /// <summary>Gets the description of the columns above the rows; null without one.</summary>
    public DescribedColumns? Description { get; private init; }

    /// <summary>Gets a value indicating whether the number of rows is perhaps written below them, as by SQL Server's sqlcmd.</summary>
    public bool HasRowCount { get; private init; }

    /// <summary>Gets a value indicating whether the text that is read differs from that of the file also below the header.</summary>
    public bool IsChanged => HasBlanks || HasRowCount || Comment is not null;

    /// <summary>Gets a value indicating whether the text is read as it is.</summary>
    public bool IsFirstLine => BytesAbove == 0 && Written.Length == 0 && !IsChanged;

    /// <summary>Gets the number of lines by which rows are further down in the file than in the text that is read.</summary>
    public long LineShift => LinesAbove - (Written.Length > 0 ? 1 : 0);

    /// <summary>Finds the header of a text.</summary>
    /// <param name="open">Opens the text in UTF-8.</param>
    /// <exception cref="IOException">The text cannot be read.</exception>
    public static CsvHeader Find(Func<Stream> open)
    {
        if (DescribedColumns.Find(open) is { } described)
        {
            return new(described.LinesAbove, described.BytesAbove)
            {
                Written = Text(Distinct([.. described.Names]), described.Separator),
                LinesAboveNames = described.LinesAboveNames,
                HasBlanks = described.Separator == InsteadOfBlanks,
                Comment = described.Comment,
                Description = described,
            };
        }

        foreach (var separator in Separators)
        {
            var lines = ReadStart(open, separator, out var used);
            if (lines.Count == 0)
            {
                return FirstLine;
            }

            if (lines.All(line => line.Cells.Length == 1) && DivideAtBlanks(lines) is { } divided)
            {
                var inBlanks = Describe(divided, InsteadOfBlanks, isDetected: true, isWritten: true) ?? FirstLine;
                return inBlanks with { HasBlanks = true };
            }

            if (Describe(lines, used, isDetected: separator is null, isWritten: false) is { } header)
            {
                return header;
            }
        }

        return FirstLine;
    }

    /// <summary>Returns whether names are 0, 1, 2 and so on, as pandas writes them for columns without names.</summary>
    public static bool AreCounted(IReadOnlyList<string> names) =>
        names.Select((name, i) => name == i.ToString(CultureInfo.InvariantCulture)).All(isNext => isNext);

    /// <summary>Returns names with a number behind those that a column before has.</summary>
    public static string[] Distinct(string[] names)
    {
        HashSet<string> taken = [.. names];
        Dictionary<string, int> numbers = [];
        return [.. names.Select(name => name.Length == 0 || numbers.TryAdd(name, 0) ? name : Next(name))];

        string Next(string name)
        {
            string next;
            do
            {
                next = FormattableString.Invariant($"{name}.{++numbers[name]}");
            } while (!taken.Add(next));

            return next;
        }
    }

    /// <summary>Writes a header in UTF-8, and rows if there are any.</summary>
    public static void Write(Stream stream, IEnumerable<string[]> records, char separator)
    {
        using var csv = CsvWriter.Create(stream, new() { NewLine = "\n", Separator = separator }, leaveOpen: true);
        foreach (var record in records)
        {
            csv.WriteRecord(record);
        }

        csv.Flush();
    }

    /// <summary>Returns the header of a table; null where its cells have other separators.</summary>
    private static CsvHeader? Describe(List<CsvLine> lines, char separator, bool isDetected, bool isWritten)
    {
        var start = 1 + lines.FindLastIndex(line => line.Cells[0] is EndOfDescription);
        start = lines[0].Cells[0] == TitleOfLogger ? 1 : start;
        List<CsvLine> rest = [.. lines.Skip(start)];
        if (rest.Count == 0)
        {
            return null;
        }

        var cellCount = rest.GroupBy(line => line.Cells.Length).MaxBy(group => group.Count())!.Key;
        if (isDetected && NamesOfOtherLength(rest, cellCount) is { } names)
        {
            return Named(names, rest, isBelow: start > 0, separator, isWritten: true);
        }

        var top = FindTop(rest, cellCount);
        List<CsvLine> table = [.. rest.Skip(top).Where(line => line.Cells.Length == cellCount)];
        var hasValues = CsvLine.HasValues(table);
        var isTable =
            start + top > 0
                ? !hasValues || rest.Take(top).All(line => line.IsComment)
                : isDetected && rest[0].Cells.Length == cellCount;
        return !isTable ? null
            : hasValues ? Numbered(table[0], separator)
            : Named(table[0].Cells, table, isBelow: start + top > 0, separator, isWritten);
    }

    private static CsvHeader Numbered(CsvLine first, char separator) =>
        new(first.Line - 1, first.Offset)
        {
            Written = Text([.. first.Cells.Select((_, i) => FormattableString.Invariant($"col{i}"))], separator),
            HasNames = false,
        };

    /// <summary>Returns the header of a table with names.</summary>
    /// <param name="names">The names.</param>
    /// <param name="table">The line of the names and those below.</param>
    /// <param name="isBelow">Whether lines are above that of the names.</param>
    /// <param name="separator">The separator.</param>
    /// <param name="isWritten">Whether the names are written before the rows although they are like the line.</param>
    private static CsvHeader Named(string[] names, List<CsvLine> table, bool isBelow, char separator, bool isWritten)
    {
        var unitLines = CountUnitLines(table);
        if (unitLines > 0 && names.Contains("") && AreNames(table[1]))
        {
            // The first line has the paths of sensors, and no name for the time.
            return Named(table[1].Cells, [.. table.Skip(1)], isBelow: true, separator, isWritten);
        }

        var line = table[0];
        var distinct = Distinct(names);
        var linesAbove = isBelow ? line.Line - 1 : 0;
        var hasRowCount = unitLines > 0 && table[unitLines].IsRule;
        return (unitLines > 0 || isWritten || !distinct.SequenceEqual(line.Cells))
            && table.ElementAtOrDefault(1 + unitLines) is { } first
                ? new(first.Line - 1, first.Offset)
                {
                    Written = Text(distinct, separator),
                    LinesAboveNames = linesAbove,
                    NewNames = [.. distinct.Where(name => name.Length > 0 && !line.Cells.Contains(name))],
                    UnitLines = unitLines,
                    Units = unitLines > 0 && !hasRowCount ? table[1].Cells : [],
                    HasRowCount = hasRowCount,
                }
            : isBelow ? new(linesAbove, line.Offset)
            : FirstLine;
    }

    /// <summary>
    /// Returns the names of a header with one cell more or fewer than the rows: one of them ends with a separator, the last one is for comments, the
    /// rows begin with their own names, or they end with a message that has no name, as those of Windows' Event Viewer. Null for other headers.
    /// </summary>
    private static string[]? NamesOfOtherLength(List<CsvLine> lines, int cellCount)
    {
        var names = lines[0].Cells;
        List<CsvLine> below = [.. lines.Skip(1)];
        if (below.Count < 2 || lines[0].IsComment || below.Any(line => line.Cells.Length != cellCount))
        {
            return null;
        }

        var isRow = lines[0].Forms.All(form => form == CellForm.Text) && CsvLine.HasValues(below);
        return (names.Length - cellCount) switch
        {
            1 when names[^1] is "" or NameOfComments => names[..^1],
            -1 when below.All(line => line.Cells[^1].Length == 0) => [.. names, ""],
            -1 when isRow && below.DistinctBy(line => line.Cells[0]).Count() == below.Count => [RowNames, .. names],
            -1 when isRow && below.All(line => line.Cells[^1].Contains(' ')) =>
            [
                .. names,
                FormattableString.Invariant($"col{cellCount - 1}"),
            ],
            _ => null,
        };
    }

    private static byte[] Text(string[] names, char separator)
    {
        using MemoryStream text = new();
        Write(text, [names], separator);
        return text.ToArray();
    }

    private static List<CsvLine> ReadStart(Func<Stream> open, char? separator, out char used)
    {
        List<CsvLine> rows = [];
        var options = CsvFile.Options with { Separator = separator, HasHeader = false, OnMalformedRecord = null };
        using var reader = CsvReader.Create(open(), options);
        CsvRecord record = new(reader);
        try
        {
            while (rows.Count < RowsRead && reader.Read())
            {
                string[] cells = [.. Enumerable.Range(0, record.CellCount).Select(record.Text)];
                rows.Add(new(cells, record.LineNumber, record.ByteOffset));
            }
        }
        catch (CsvFormatException)
        {
            // The reader of the rows says where the damage is.
            rows.Clear();
        }

        if (rows is [.., { Cells: [['(', >= '0' and <= '9', .., ')']] }])
        {
            // The number of rows, below them.
            rows.RemoveAt(rows.Count - 1);
        }

        used = reader.Separator;
        return rows;
    }

    // Measurements are often written so. Prose has lines of different lengths, and hardly any numbers. Lines above are comments, or belong to a
    // header with names.
    private static List<CsvLine>? DivideAtBlanks(List<CsvLine> lines)
    {
        List<CsvLine> divided = [.. lines.Select(line => line.DivideAtBlanks())];
        var last = divided[^1];
        List<CsvLine> table = [.. divided.SkipWhile(line => line.IsComment || line.Cells.Length != last.Cells.Length)];
        var above = divided.Count - table.Count;
        var names = above > 0 ? divided[above - 1].WithoutMark() : null;
        if (names?.Cells.Length == last.Cells.Length && names.Forms.All(form => form == CellForm.Text))
        {
            divided[above - 1] = names;
        }

        var isTable =
            table.Count > 2
            && last.Cells.Length > 1
            && above <= MostTitles
            && table.TrueForAll(line => line.Cells.Length == last.Cells.Length)
            && !divided.Exists(line => line.Cells.Any(cell => cell.Contains('"')))
            && (
                lines.Take(above).All(line => line.IsComment)
                || (
                    CsvLine.HasNames(table)
                    && divided.Take(above).All(line => line.IsComment || line.Cells.Length < last.Cells.Length)
                )
            )
            && 2 * last.Forms.Count(form => form != CellForm.Text) > last.Cells.Length;
        return isTable ? divided : null;
    }

    // Titles and notes have few cells, or few that are filled, since spreadsheets write as many in each line. Instruments write pairs of a name and
    // a value.
    private static int FindTop(List<CsvLine> lines, int cellCount)
    {
        var most = Math.Max(1, 2 * cellCount / 5);
        var top = lines.FindIndex(line =>
            line.FilledCount > most && (line.Cells.Length >= cellCount || !line.IsComment)
        );
        if (cellCount < 2 || IsTop(top))
        {
            return cellCount < 2 ? 0 : top;
        }

        var comments = lines.FindIndex(line => !line.IsComment);
        if (comments > 0 && comments + 2 < lines.Count && lines[comments].Cells.Length == cellCount)
        {
            var isNamed = lines[comments - 1].Cells.Length == cellCount && !CsvLine.HasNames(Below(comments));
            return isNamed ? comments - 1 : comments;
        }

        var titles = lines.FindIndex(line => line.FilledCount >= cellCount);
        top = lines.FindIndex(line => line.Cells.Length == cellCount);
        while (top >= 0 && top < titles && !CsvLine.HasNames(Below(top)))
        {
            top = lines.FindIndex(top + 1, line => line.Cells.Length == cellCount);
        }

        return top <= Math.Min(titles, MostTitles) && top > 0 && CsvLine.HasNames(Below(top)) ? top : 0;

        List<CsvLine> Below(int index) => [.. lines.Skip(index).Where(line => line.Cells.Length == cellCount)];

        bool IsTop(int index) =>
            index is > 0 and <= MostTitles
            && (index + 2 < lines.Count || lines.Take(index).All(line => line.FilledCount == 0))
            && lines[index].Cells.Length == cellCount
            && lines[index].FilledCount > cellCount / 2
            && (cellCount > 2 || lines[0].Cells.Length < cellCount)
            && !HasEqualNumbers(lines[index])
            && lines.Take(index).All(line => line.Cells.Length < cellCount || IsAbove(line, lines[index]));
    }

    // Names are different, and perhaps repeated below others, but no row of numbers.
    private static bool HasEqualNumbers(CsvLine line) =>
        line
            .Cells.Where((_, column) => line.Forms[column] == CellForm.Number)
            .GroupBy(number => number)
            .Any(equal => equal.Count() > 1);

    private static bool AreNames(CsvLine line) =>
        !line.Cells.Contains("") && line.Cells.ToHashSet().Count == line.Cells.Length && !line.IsRule;

    private static int CountUnitLines(List<CsvLine> table) =>
        table.Count <= MostUnitLines ? 0
        : table[0].Cells[0] == TimeOfLogger && table[1].Cells[0] == UnitOfTime ? MostUnitLines
        : table[1].IsRule ? 1
        : Enumerable.Range(1, MostUnitLines).FirstOrDefault(count => AreUnits(table, count));

    // A line that names a column which the next one does not is a part of the header.
    private static bool IsAbove(CsvLine title, CsvLine header) =>
        title.Cells.Zip(header.Cells).All(cells => cells.First.Length == 0 || cells.Second.Length > 0);

    // Returns whether the lines below the header have texts in all columns of numbers. Otherwise one of them would be refused for it.
    private static bool AreUnits(List<CsvLine> table, int lines)
    {
        CsvLine[] rows = [.. table.Skip(1 + lines)];
        if (rows.Length < FewestRowsBelowUnits)
        {
            return false;
        }

        int[] numbers =
        [
            .. Enumerable
                .Range(0, table[1].Cells.Length)
                .Where(column => rows.All(row => row.Forms[column] is CellForm.Number or CellForm.Missing))
                .Where(column => rows.Any(row => row.Forms[column] == CellForm.Number)),
        ];
        string[][] texts = [.. table.Skip(1).Take(lines).Select(TextsOf)];
        return texts[0].Length > 1
            && Array.TrueForAll(texts, line => line.Length > 0)
            && !Array.TrueForAll(texts, IsFailure)
            && !table.Skip(1).Take(lines).Any(line => numbers.Any(column => line.Forms[column] == CellForm.Number));

        string[] TextsOf(CsvLine line) =>
            [.. numbers.Where(column => line.Forms[column] == CellForm.Text).Select(column => line.Cells[column])];
    }

    // A row of such words has no values. It is no line of units.
    private static bool IsFailure(string[] texts) =>
        Array.TrueForAll(
            texts,
            text =>
                Array.Exists(Failures, word => text.Contains(word, StringComparison.OrdinalIgnoreCase))
                || Array.Exists(Stops, word => text.Equals(word, StringComparison.OrdinalIgnoreCase))
        );
}
