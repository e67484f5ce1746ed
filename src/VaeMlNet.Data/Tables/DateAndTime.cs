namespace VaeMlNet.Data;

/// <summary>Two columns of a file, of which one has dates and the other the time of the day: <c>Date+Time</c> as the name of a column.</summary>
internal static class DateAndTime
{
    private const char Between = '+';

    /// <summary>Returns the two columns that a name stands for; none if it is that of a column, or one of the two is missing.</summary>
    public static IReadOnlyList<string> Find(CsvFile file, string? name) =>
        name is not null
        && !file.Has(name)
        && name.Split(Between, 2, StringSplitOptions.TrimEntries) is [_, _] two
        && two.All(file.Has)
            ? two
            : [];

    /// <summary>Returns the file with a column of the name if it stands for two others; else the file itself.</summary>
    /// <exception cref="CommandException">The file is damaged, or has one of the two columns twice.</exception>
    public static CsvFile Join(CsvFile file, string? name)
    {
        if (Find(file, name) is not [var dates, var times])
        {
            return file;
        }

        var (date, time) = (file.IndexOf(dates), file.IndexOf(times));
        return file.With(name!, record => Join(file.Text(record, date), file.Text(record, time)));
    }

    // Hours alone, such as 7, and times with dots, such as 18.00.00, as dates have them. What is missing in part is missing.
    private static string Join(string date, string time) =>
        date.Length == 0 || time.Length == 0 ? ""
        : time.Length <= 2 ? $"{date} {time}:00"
        : $"{date} {time.Replace('.', ':')}";
}
