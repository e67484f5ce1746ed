namespace VaeMlNet.Cli;

/// <summary>Finds the column that probably tells several series apart in a file whose times repeat.</summary>
internal static class SeriesColumnAdvice
{
    private const int MostRows = 20_000;

    // Of the rows, for a few that were logged twice.
    private const double LeastDistinct = 0.99;

    // Nearly all series have a row at each time; a column that differs by chance has more values.
    private const double MostValuesOfRows = 1.25;

    /// <summary>Checks that the rows of a file without a column of series are not those of several series.</summary>
    /// <param name="file">The file.</param>
    /// <param name="time">The name of the column of times.</param>
    /// <param name="others">The columns of texts that are not channels.</param>
    /// <param name="timeOfDay">The column with times of the day; null for none.</param>
    /// <exception cref="CommandException">Times occur several times, once for each value of a column, or without the time of the day.</exception>
    public static void Check(CsvFile file, string time, IReadOnlyList<string> others, string? timeOfDay)
    {
        if (others.Count == 0 && timeOfDay is null)
        {
            return;
        }

        var timeIndex = file.IndexOf(time);
        int[] indices = [.. others.Select(file.IndexOf)];
        HashSet<string> times = new(StringComparer.Ordinal);
        HashSet<(string Time, string Name)>[] pairs = [.. others.Select(_ => new HashSet<(string, string)>())];
        HashSet<string>[] values = [.. others.Select(_ => new HashSet<string>(StringComparer.Ordinal))];
        var rows = 0;
        foreach (var record in file.ReadRecords().Take(MostRows))
        {
            rows++;
            var now = file.Text(record, timeIndex);
            times.Add(now);
            foreach (var (i, index) in indices.Index())
            {
                var name = file.Text(record, index);
                values[i].Add(name);
                pairs[i].Add((now, name));
            }
        }

        var found = Enumerable
            .Range(0, others.Count)
            .FirstOrDefault(
                i => pairs[i].Count >= LeastDistinct * rows && values[i].Count * times.Count <= MostValuesOfRows * rows,
                -1
            );
        if (2 * times.Count <= rows && timeOfDay is not null)
        {
            throw new CommandException(
                $"{file.Name}: the dates in '{time}' repeat, because column '{timeOfDay}' has the time of the day. Pass {ShellLine.Option("--time", $"{time}+{timeOfDay}")}, or leave --time out if rows are equally spaced."
            );
        }

        if (2 * times.Count > rows)
        {
            return;
        }

        if (found >= 0)
        {
            throw new CommandException(
                $"{file.Name}: the times in '{time}' repeat, once for each value of column '{others[found]}'. Pass {ShellLine.Option("--series", others[found])} if it tells several series apart, such as machines. "
                    + $"If each row has one of several measurements at a time, pass {ShellLine.Option("--pivot", others[found])}. If it says neither, leave the column out with --ignore."
            );
        }

        if (
            FindPair(file, timeIndex, indices, Array.ConvertAll(values, names => names.Count), times.Count)
            is var (series, measurement)
        )
        {
            var (first, second) = (file.Header[series], file.Header[measurement]);
            throw new CommandException(
                $"{file.Name}: the times in '{time}' repeat, once for each value of '{first}' and '{second}' together. If the one tells several series apart, such as machines, and the other one has the names of measurements, "
                    + $"pass {ShellLine.Option("--series", first)} {ShellLine.Option("--pivot", second)}, or the other way round."
            );
        }
    }

    /// <summary>Returns the column whose values take turns, as machines do whose clocks are some seconds apart; null for none.</summary>
    /// <param name="file">The file.</param>
    /// <param name="table">The columns of the model.</param>
    /// <param name="others">The columns of texts that are not channels.</param>
    public static string? FindTurns(CsvFile file, SeriesTable table, IReadOnlyList<string> others) =>
        table.Time is not { } time
            ? null
            : others.FirstOrDefault(name =>
                SeriesSteps.TakeTurns(
                    new(file, [time, CsvColumn.Scalar(name, CsvColumnKind.Text)]) { RowLimit = MostRows },
                    time.Name,
                    name
                )
            );

    // Of two columns, the one with more values tells series apart more often than it names measurements.
    private static (int Series, int Measurement)? FindPair(
        CsvFile file,
        int time,
        int[] columns,
        int[] counts,
        int times
    )
    {
        var cells = file.ReadRecords()
            .Take(MostRows)
            .Select(record =>
                (Time: file.Text(record, time), Texts: Array.ConvertAll(columns, i => file.Text(record, i)))
            )
            .ToArray();
        var found =
            from first in Enumerable.Range(0, columns.Length)
            from second in Enumerable.Range(0, first)
            where (long)counts[first] * counts[second] * times <= MostValuesOfRows * cells.Length
            where
                cells.DistinctBy(row => (row.Time, row.Texts[first], row.Texts[second])).Count()
                >= LeastDistinct * cells.Length
            select ((int, int)?)(
                counts[first] > counts[second] ? (columns[first], columns[second]) : (columns[second], columns[first])
            );
        return found.FirstOrDefault();
    }
}
