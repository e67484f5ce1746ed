using System.Globalization;

namespace VaeMlNet.Data;

/// <summary>
/// The columns of a file that are one time together, with their names as that of a column: <c>Date+Time</c> for a date and the time of the day, and
/// <c>Year+Month+Day+Hour+Minute</c> or the first two, three or four of these for numbers.
/// </summary>
internal static class TimeParts
{
    private const char Between = '+';
    private const int MostParts = 5;
    private const int FewestParts = 2;
    private const int DigitsOfYear = 4;
    private const int DigitsOfPart = 2;
    private const string Decimal = ".0";

    private static readonly string[] FormatsOfMonths = ["MMM", "MMMM"];

    // From the largest part to the smallest: the names that are common for each, in lower case and without blanks and underscores.
    private static readonly string[][] Names =
    [
        ["year", "yr", "yyyy"],
        ["month", "mnth", "mon", "mm"],
        ["day", "dayofmonth", "mday", "dd"],
        ["hour", "hr", "hours", "hh"],
        ["minute", "min", "minutes"],
    ];

    /// <summary>Returns the columns that a name stands for; none if it is that of a column, or one of them is missing.</summary>
    public static IReadOnlyList<string> Find(CsvFile file, string? name) =>
        name is not null
        && !file.Has(name)
        && name.Split(Between, StringSplitOptions.TrimEntries) is { Length: >= FewestParts and <= MostParts } parts
        && parts.All(file.Has)
            ? parts
            : [];

    /// <summary>Returns the columns that are a time by their names, at least a year and a month; none without these two.</summary>
    /// <param name="names">The names of columns.</param>
    public static IReadOnlyList<string> Guess(IReadOnlyCollection<string> names)
    {
        string[] found =
        [
            .. Names
                .Select(common => names.FirstOrDefault(name => common.Contains(Plain(name))))
                .TakeWhile(name => name is not null)
                .OfType<string>(),
        ];
        return found.Length < FewestParts ? [] : found;

        static string Plain(string name) =>
            name.Replace("_", "", StringComparison.Ordinal)
                .Replace(" ", "", StringComparison.Ordinal)
                .ToLowerInvariant();
    }

    /// <summary>Returns the name that stands for columns.</summary>
    public static string Name(IEnumerable<string> parts) => string.Join(Between, parts);

    /// <summary>Returns the file with a column of the name if it stands for others; else the file itself.</summary>
    /// <exception cref="CommandException">The file is damaged, or has one of the columns twice.</exception>
    public static CsvFile Join(CsvFile file, string? name)
    {
        int[] parts = [.. Find(file, name).Select(file.IndexOf)];
        return parts.Length == 0
            ? file
            : file.With(name!, record => Join([.. parts.Select(part => WithoutDecimal(file.Text(record, part)))]));
    }

    // Whole numbers as pandas writes them where a column has missing cells, such as 7.0.
    private static string WithoutDecimal(string cell) =>
        cell.Length <= DigitsOfYear + Decimal.Length && cell.EndsWith(Decimal, StringComparison.Ordinal)
            ? cell[..^Decimal.Length]
            : cell;

    // What is missing in part is missing.
    private static string Join(string[] cells) =>
        cells.Any(cell => cell.Length == 0) ? ""
        : cells[0] is { Length: DigitsOfYear } year && year.All(char.IsAsciiDigit) ? OfYear(year, cells)
        : $"{cells[0]} {TimeOfDay(cells[1..])}";

    private static string OfYear(string year, string[] cells)
    {
        var date = string.Join('-', [year, Month(cells[1]), .. cells[2..Math.Min(3, cells.Length)].Select(Padded)]);
        return cells.Length > 3 ? $"{date} {TimeOfDay(cells[3..])}" : date;
    }

    // Hours alone, such as 7, and times with dots, such as 18.00.00, as dates have them.
    private static string TimeOfDay(string[] cells) =>
        cells is [{ Length: <= DigitsOfPart } hour]
            ? $"{Padded(hour)}:00"
            : string.Join(':', cells.Select(Padded)).Replace('.', ':');

    private static string Padded(string number) => number.PadLeft(DigitsOfPart, '0');

    private static string Month(string month) =>
        DateTime.TryParseExact(month, FormatsOfMonths, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date.ToString("MM", CultureInfo.InvariantCulture)
            : Padded(month);
}
