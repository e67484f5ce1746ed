using System.Globalization;

namespace VaeMlNet.Data;

/// <summary>One of the first lines of a file of CSV text, from which its header is found.</summary>
/// <param name="Cells">The cells.</param>
/// <param name="Line">The number of the line, from 1.</param>
/// <param name="Offset">The place of its first byte in the text.</param>
internal sealed record CsvLine(string[] Cells, long Line, long Offset)
{
    // So many numbers in a first line do not rise or fall by chance.
    private const int FewNumbers = 4;

    private static readonly VaeColumnSchema AnyNumber = new() { Name = "", Kind = VaeColumnKind.Number };
    private static readonly string[] Marks = ["#", "//", "%"];

    private CellForm[]? forms;

    /// <summary>Gets what is in each cell, which is found once.</summary>
    public CellForm[] Forms => forms ??= Array.ConvertAll(Cells, FormOf);

    public int FilledCount => Cells.Count(cell => cell.Length > 0);

    public bool IsComment => Array.Exists(Marks, mark => Cells[0].StartsWith(mark, StringComparison.Ordinal));

    /// <summary>Gets a value indicating whether all cells are dashes, as below the names of a result of a database.</summary>
    public bool IsRule =>
        Cells.All(cell => cell is ['-', ..] && cell.Trim('-') is "") && Cells.Any(cell => cell.Length > 1);

    /// <summary>Returns the line with the texts between the blanks of its first cell as cells.</summary>
    public CsvLine DivideAtBlanks() =>
        Cells[0].Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } cells
            ? new(cells, Line, Offset)
            : this;

    /// <summary>Returns the line without a first cell that is only the mark of a comment.</summary>
    public CsvLine WithoutMark() => Cells.Length > 1 && Marks.Contains(Cells[0]) ? new(Cells[1..], Line, Offset) : this;

    /// <summary>Returns whether the first line has names: a text above numbers or dates.</summary>
    public static bool HasNames(IReadOnlyList<CsvLine> table) =>
        !table[0].IsRule && Compare(table).Contains(Likeness.None);

    /// <summary>Returns whether the first line has values like those of the rows below instead of their names.</summary>
    public static bool HasValues(IReadOnlyList<CsvLine> table)
    {
        var line = table[0];
        var columns = Compare(table);
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

    private static Likeness[] Compare(IReadOnlyList<CsvLine> table)
    {
        var line = table[0];
        // A header that is repeated is no row.
        CsvLine[] rows = [.. table.Where(row => !row.Cells.SequenceEqual(line.Cells))];
        return [.. Enumerable.Range(0, line.Cells.Length).Select(column => Compare(line, rows, column))];
    }

    private static Likeness Compare(CsvLine line, CsvLine[] rows, int column)
    {
        CsvLine[] known = [.. rows.Where(row => row.Forms[column] != CellForm.Missing)];
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

        return cell.AsSpan().TrimStart("-+\u2212.$<>") is [>= '0' and <= '9', ..] ? CellForm.Digits : CellForm.Text;
    }

    private static double Number(string cell) =>
        double.TryParse(
            cell.Replace(',', '.').Replace('\u2212', '-'),
            NumberStyles.Float,
            CultureInfo.InvariantCulture,
            out var value
        )
            ? value
            : double.NaN;

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
}

/// <summary>The form of a cell.</summary>
internal enum CellForm
{
    Missing,
    Number,

    /// <summary>Text that begins with a digit, such as a date.</summary>
    Digits,
    Text,
}
