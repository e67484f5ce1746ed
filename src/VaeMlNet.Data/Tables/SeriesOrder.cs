namespace VaeMlNet.Data;

/// <summary>The order of the rows of a CSV file with time series: it is checked, or the rows are sorted.</summary>
internal static class SeriesOrder
{
    /// <summary>Returns the file with its rows in the order of time. Rows of the same time keep their order.</summary>
    /// <param name="file">The file.</param>
    /// <param name="table">The columns of the time and the series.</param>
    /// <param name="sorts">Whether rows that are not in order are sorted instead of refused. The file is then copied.</param>
    public static CsvFile Apply(CsvFile file, SeriesTable table, bool sorts) =>
        table.Time is not { } time
            ? sorts
                ? throw new CommandException("--sort needs the time of each row. Name its column with --time.")
                : file
            : time.Schema.Kind != VaeColumnKind.Date
                ? Apply<double>(file, table, time.Name, sorts)
                : time.HasOffsets
                    ? Apply<DateTimeOffset>(file, table, time.Name, sorts)
                    : Apply<DateTime>(file, table, time.Name, sorts);

    private static CsvFile Apply<T>(CsvFile file, SeriesTable table, string time, bool sorts)
        where T : struct, IComparable<T>
    {
        CsvTableView view = new(file, [.. table.Columns.Except(table.Channels)]);
        using var cursor = view.GetRowCursor(view.Schema);
        var getTime = cursor.GetGetter<T>(view.Schema[time]);
        var getSeries = table.Series is { } series
            ? cursor.GetGetter<ReadOnlyMemory<char>>(view.Schema[series.Name])
            : (ref ReadOnlyMemory<char> name) => name = default;
        var last = new Dictionary<string, (T Time, long Row)>(StringComparer.Ordinal);
        var names = last.GetAlternateLookup<ReadOnlySpan<char>>();
        var times = new List<T>();
        var isOrdered = true;
        while (cursor.MoveNext())
        {
            var now = default(T);
            ReadOnlyMemory<char> name = default;
            getTime(ref now);
            getSeries(ref name);
            var row = cursor.Position + 1;
            if (!sorts && names.TryGetValue(name.Span, out var before) && now.CompareTo(before.Time) < 0)
            {
                throw Unordered(file, table, time, name.ToString(), before.Row, row);
            }

            names[name.Span] = (now, row);
            if (sorts)
            {
                isOrdered &= times.Count == 0 || now.CompareTo(times[^1]) >= 0;
                times.Add(now);
            }
        }

        return isOrdered ? file : file.Sort([.. times.Index().OrderBy(row => row.Item).Select(row => row.Index)]);
    }

    private static CommandException Unordered(
        CsvFile file,
        SeriesTable table,
        string time,
        string series,
        long before,
        long row
    )
    {
        var column = file.IndexOf(time);
        var ofSeries = table.Series is null ? "" : $" of series '{series}'";
        var advice = table.Series is null ? ", or name the column that tells several series apart with --series" : "";
        return new(
            FormattableString.Invariant(
                $"{file.Place(row)}, column '{time}': rows must be in the order of time, but '{TextOf(file, row, column)}' is before '{TextOf(file, before, column)}' in row {file.Find(before).Row}, the row before it{ofSeries}. Pass --sort to sort the rows by time{advice}."
            )
        );
    }

    private static string TextOf(CsvFile file, long row, int column) =>
        file.At(row, record => file.Text(record, column)) ?? "";
}
