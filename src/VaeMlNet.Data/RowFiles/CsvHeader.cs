using System.Globalization;
using System.Text;
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

    private const string FieldsOfLog = "#Fields:";
    private const int LongestStartOfLog = 1 << 14;

    // Data loggers write the unit of each column, and below it how its values were computed.
    private const int MostUnitLines = 2;
    private const int FewestRowsBelowUnits = 3;

    // R writes names of rows without a name for their column, which has this name in R.
    private const string RowNames = "row.names";

    // So many numbers in a first line do not rise or fall by chance.
    private const int FewNumbers = 4;

    private static readonly VaeColumnSchema AnyNumber = new() { Name = "", Kind = VaeColumnKind.Number };
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

    /// <summary>Gets a value indicating whether cells are separated by blanks, one or more.</summary>
    public bool HasBlanks { get; private init; }

    /// <summary>Gets a value indicating whether lines that begin with '#' are no rows, wherever they are.</summary>
    public bool HasComments { get; private init; }

    /// <summary>Gets a value indicating whether the text is read as it is.</summary>
    public bool IsFirstLine => BytesAbove == 0 && Written.Length == 0 && !HasBlanks;

    /// <summary>Gets the number of lines by which rows are further down in the file than in the text that is read.</summary>
    public long LineShift => LinesAbove - (Written.Length > 0 ? 1 : 0);

    /// <summary>Finds the header of a text.</summary>
    /// <param name="open">Opens the text in UTF-8.</param>
    /// <exception cref="IOException">The text cannot be read.</exception>
    public static CsvHeader Find(Func<Stream> open)
    {
        if (FindLog(open) is { } log)
        {
            return log;
        }

        foreach (var separator in Separators)
        {
            var rows = ReadStart(open, separator, out var used);
            if (rows.Count == 0)
            {
                return FirstLine;
            }

            if (rows.All(row => row.Cells.Length == 1) && DivideAtBlanks(rows) is { } divided)
            {
                return (HasValues(divided[0], divided) ? Numbered(divided[0], InsteadOfBlanks) : FirstLine) with
                {
                    HasBlanks = true,
                };
            }

            var cellCount = rows.GroupBy(row => row.Cells.Length).MaxBy(group => group.Count())!.Key;
            if (separator is null && NamesOfOtherLength(rows, cellCount) is { } names)
            {
                return Named(rows[0], Distinct(names), rows[1], used);
            }

            var top = FindTop(rows, cellCount);
            List<Row> table = [.. rows.Skip(top).Where(row => row.Cells.Length == cellCount)];
            var hasValues = HasValues(table[0], table);
            var isTable = top > 0 ? !hasValues : separator is null && rows[0].Cells.Length == cellCount;
            if (!isTable)
            {
                continue;
            }

            if (hasValues)
            {
                return Numbered(table[0], used);
            }

            var unitLines = IsOfLogger(rows[0])
                ? Math.Min(MostUnitLines, table.Count - 1)
                : Enumerable.Range(1, MostUnitLines).FirstOrDefault(count => AreUnits(table, count));
            var distinct = Distinct(table[0].Cells);
            var isWritten = unitLines > 0 || !distinct.SequenceEqual(table[0].Cells);
            if (isWritten && table.ElementAtOrDefault(1 + unitLines) is { } first)
            {
                return Named(table[0], distinct, first, used) with
                {
                    UnitLines = unitLines,
                    LinesAboveNames = top > 0 ? table[0].Line - 1 : 0,
                };
            }

            return top > 0 ? new(table[0].Line - 1, table[0].Offset) : FirstLine;
        }

        return FirstLine;
    }

    /// <summary>Returns whether names are 0, 1, 2 and so on, as pandas writes them for columns without names.</summary>
    public static bool AreCounted(IReadOnlyList<string> names) =>
        names.Select((name, i) => name == i.ToString(CultureInfo.InvariantCulture)).All(isNext => isNext);

    /// <summary>Writes a header in UTF-8.</summary>
    public static void Write(Stream stream, string[] names, char separator)
    {
        using var csv = CsvWriter.Create(stream, new() { NewLine = "\n", Separator = separator }, leaveOpen: true);
        csv.WriteRecord(names);
        csv.Flush();
    }

    private static CsvHeader Numbered(Row first, char separator) =>
        new(first.Line - 1, first.Offset)
        {
            Written = Text([.. first.Cells.Select((_, i) => FormattableString.Invariant($"col{i}"))], separator),
            HasNames = false,
        };

    /// <summary>Returns a header that is written before the rows instead of a line.</summary>
    private static CsvHeader Named(Row line, string[] names, Row first, char separator) =>
        new(first.Line - 1, first.Offset)
        {
            Written = Text(names, separator),
            LinesAboveNames = 0,
            NewNames = [.. names.Where(name => name.Length > 0 && !line.Cells.Contains(name))],
        };

    /// <summary>Returns names with a number behind those that a column before has.</summary>
    private static string[] Distinct(string[] names)
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

    /// <summary>
    /// Returns the names of a header with one cell more or fewer than the rows: one of them ends with a separator, or the rows begin with their
    /// own names. Null for other headers.
    /// </summary>
    private static string[]? NamesOfOtherLength(List<Row> rows, int cellCount)
    {
        var names = rows[0].Cells;
        Row[] below = [.. rows.Skip(1)];
        return below.Length < 2 || below.Any(row => row.Cells.Length != cellCount)
            ? null
            : (names.Length - cellCount) switch
            {
                1 when names[^1].Length == 0 => names[..^1],
                -1 when below.All(row => row.Cells[^1].Length == 0) => [.. names, ""],
                -1 when rows[0].Forms.All(form => form == CellForm.Text) && HasValues(below[0], below) =>
                [
                    RowNames,
                    .. names,
                ],
                _ => null,
            };
    }

    private static byte[] Text(string[] names, char separator)
    {
        using MemoryStream text = new();
        Write(text, names, separator);
        return text.ToArray();
    }

    /// <summary>Returns the header of a web server's log in the extended log file format of the W3C, as IIS writes it; null for other files.</summary>
    private static CsvHeader? FindLog(Func<Stream> open)
    {
        using var stream = open();
        var start = new byte[LongestStartOfLog];
        var length = stream.ReadAtLeast(start, 1, throwOnEndOfStream: false);
        if (length == 0 || start[0] != '#')
        {
            return null;
        }

        length += stream.ReadAtLeast(start.AsSpan(length), start.Length - length, throwOnEndOfStream: false);
        var lines = Encoding.UTF8.GetString(start, 0, length).Split('\n');
        foreach (var (line, comment) in lines.TakeWhile(line => line.StartsWith('#')).Index())
        {
            if (comment.StartsWith(FieldsOfLog, StringComparison.Ordinal))
            {
                var names = comment[FieldsOfLog.Length..].Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries);
                return new(0, 0)
                {
                    Written = Text(Distinct(names), InsteadOfBlanks),
                    LinesAboveNames = line,
                    HasBlanks = true,
                    HasComments = true,
                };
            }
        }

        return null;
    }

    private static List<Row> ReadStart(Func<Stream> open, char? separator, out char used)
    {
        List<Row> rows = [];
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

        used = reader.Separator;
        return rows;
    }

    // Measurements are often written so. Prose has lines of different lengths, and hardly any numbers.
    private static List<Row>? DivideAtBlanks(List<Row> rows)
    {
        List<Row> divided =
        [
            .. rows.Select(row => new Row(
                row.Cells[0].Split(' ', StringSplitOptions.RemoveEmptyEntries),
                row.Line,
                row.Offset
            )),
        ];
        var last = divided[^1];
        var isTable =
            divided.Count > 2
            && last.Cells.Length > 1
            && divided.All(row => row.Cells.Length == last.Cells.Length && !row.Cells.Any(cell => cell.Contains('"')))
            && 2 * last.Forms.Count(form => form != CellForm.Text) > last.Cells.Length;
        return isTable ? divided : null;
    }

    // Titles and notes have few cells, or few that are filled, since spreadsheets write as many in each line.
    private static int FindTop(List<Row> rows, int cellCount)
    {
        var most = Math.Max(1, 2 * cellCount / 5);
        var top = IsOfLogger(rows[0])
            ? 1
            : rows.FindIndex(row => row.FilledCount > most && (row.Cells.Length >= cellCount || !row.IsComment));
        var isTop =
            cellCount > 1
            && top is > 0 and <= MostTitles
            && top + 2 < rows.Count
            && rows[top].Cells.Length == cellCount
            && rows[top].FilledCount > cellCount / 2
            && (cellCount > 2 || rows[0].Cells.Length < cellCount)
            && !HasEqualNumbers(rows[top])
            && rows.Take(top).All(row => row.Cells.Length < cellCount || IsAbove(row, rows[top]));
        return isTop ? top : 0;
    }

    private static bool IsOfLogger(Row title) => title.Cells[0] == TitleOfLogger;

    // Names are different, and perhaps repeated below others, but no row of numbers.
    private static bool HasEqualNumbers(Row line) =>
        line
            .Cells.Where((_, column) => line.Forms[column] == CellForm.Number)
            .GroupBy(number => number)
            .Any(equal => equal.Count() > 1);

    // A line that names a column which the next one does not is a part of the header.
    private static bool IsAbove(Row title, Row header) =>
        title.Cells.Zip(header.Cells).All(cells => cells.First.Length == 0 || cells.Second.Length > 0);

    // Returns whether the lines below the header have texts in all columns of numbers. Otherwise one of them would be refused for it.
    private static bool AreUnits(List<Row> table, int lines)
    {
        Row[] rows = [.. table.Skip(1 + lines)];
        if (rows.Length < FewestRowsBelowUnits)
        {
            return false;
        }

        int[] numbers =
        [
            .. Enumerable
                .Range(0, table[0].Cells.Length)
                .Where(column => rows.All(row => row.Forms[column] is CellForm.Number or CellForm.Missing))
                .Where(column => rows.Any(row => row.Forms[column] == CellForm.Number)),
        ];
        return TextsOf(table[1]) > 1
            && table
                .Skip(1)
                .Take(lines)
                .All(line => TextsOf(line) > 0 && !numbers.Any(column => line.Forms[column] == CellForm.Number));

        int TextsOf(Row line) => numbers.Count(column => line.Forms[column] == CellForm.Text);
    }

    // Returns whether a line has values like those of the rows instead of their names.
    private static bool HasValues(Row line, IReadOnlyList<Row> table)
    {
        // A header that is repeated is no row.
        Row[] rows = [.. table.Where(row => !row.Cells.SequenceEqual(line.Cells))];
        Likeness[] columns = [.. Enumerable.Range(0, line.Cells.Length).Select(column => Compare(line, rows, column))];
        if (columns.Length == 1 || columns.Contains(Likeness.None))
        {
            return false;
        }

        var (known, texts) = (Count(Likeness.KnownText), Count(Likeness.KnownText) + Count(Likeness.Text));
        double[] numbers = [.. line.Cells.Where((_, column) => IsNumber(columns[column])).Select(Number)];
        if (Count(Likeness.Digits) > 0 || numbers.Length == 0)
        {
            return Count(Likeness.Digits) > 0 || (texts > 1 && 5 * known >= 4 * texts);
        }

        return known > 0
            || (
                (numbers.Length > 2 || texts == 0)
                && !AreNames(numbers)
                && 3 * Count(Likeness.Number) >= 2 * numbers.Length
            );

        int Count(Likeness kind) => columns.Count(column => column == kind);
        static bool IsNumber(Likeness kind) => kind is Likeness.Number or Likeness.UnusualNumber;
    }

    private static Likeness Compare(Row line, Row[] rows, int column)
    {
        Row[] known = [.. rows.Where(row => row.Forms[column] != CellForm.Missing)];
        var form = line.Forms[column];
        if (known.Length < 2 || form == CellForm.Missing)
        {
            return Likeness.Unknown;
        }

        var first = line.Cells[column];
        if (known.Any(row => row.Forms[column] == CellForm.Text))
        {
            return known.Any(row => row.Cells[column] == first) ? Likeness.KnownText : Likeness.Text;
        }

        return (known.All(row => row.Forms[column] == CellForm.Number), form) switch
        {
            (true, CellForm.Number) => IsUsual(Number(first), [.. known.Select(row => Number(row.Cells[column]))])
                ? Likeness.Number
                : Likeness.UnusualNumber,
            (false, CellForm.Digits) => Likeness.Digits,
            _ => Likeness.None,
        };
    }

    private static bool IsUsual(double value, double[] values)
    {
        var (least, most) = (values.Min(), values.Max());
        return value >= least - (most - least) && value <= most + (most - least);
    }

    // Years and other sequences are names. Two numbers with decimals are none, and few others that rise with different steps.
    private static bool AreNames(double[] numbers)
    {
        var areWhole = Array.TrueForAll(numbers, double.IsInteger);
        double[] steps = [.. numbers.Zip(numbers.Skip(1), (value, next) => next - value)];
        var areMonotone = steps.Select(Math.Sign).Distinct().ToArray() is [not 0];
        return numbers.Length < 3
            ? areWhole
            : areMonotone
                && (areWhole || numbers.Length > FewNumbers || steps.Max() - steps.Min() < 1e-6 * Math.Abs(steps[0]));
    }

    private static CellForm FormOf(string cell)
    {
        if (AnyNumber.IsMissing(cell))
        {
            return CellForm.Missing;
        }

        if (!double.IsNaN(Number(cell)))
        {
            return CellForm.Number;
        }

        return cell.AsSpan().TrimStart("-+.$<>") is [>= '0' and <= '9', ..] ? CellForm.Digits : CellForm.Text;
    }

    private static double Number(string cell) =>
        double.TryParse(cell.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : double.NaN;

    private enum CellForm
    {
        Missing,
        Number,

        /// <summary>Text that begins with a digit, such as a date.</summary>
        Digits,
        Text,
    }

    /// <summary>The likeness of the first cell of a column to those below.</summary>
    private enum Likeness
    {
        /// <summary>Too few cells are known.</summary>
        Unknown,

        /// <summary>It is a text above numbers or dates, or a number above dates.</summary>
        None,

        /// <summary>It is a text above texts.</summary>
        Text,

        /// <summary>It is one of the texts below.</summary>
        KnownText,

        Number,

        /// <summary>It is a number far from those below.</summary>
        UnusualNumber,

        /// <summary>It begins with a digit, as those below, such as a date.</summary>
        Digits,
    }

    private sealed record Row(string[] Cells, long Line, long Offset)
    {
        private CellForm[]? forms;

        /// <summary>Gets what is in each cell, which is found once.</summary>
        public CellForm[] Forms => forms ??= Array.ConvertAll(Cells, FormOf);

        public int FilledCount => Cells.Count(cell => cell.Length > 0);

        public bool IsComment => Cells[0].StartsWith('#');
    }
}
