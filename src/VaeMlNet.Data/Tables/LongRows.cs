using System.Globalization;

namespace VaeMlNet.Data;

/// <summary>
/// Rows with one of several measurements each, of which those of a time become one row: the column <c>value[sensor=flow]</c> has the cells of
/// <c>value</c> in the rows whose <c>sensor</c> is <c>flow</c>. The names say what the columns are, so that a model finds them in other files.
/// </summary>
internal static class LongRows
{
    /// <summary>Returns the file with a row for each time, and a column for each measurement, and the names of these columns.</summary>
    /// <param name="file">The file.</param>
    /// <param name="pivot">The column with the name of the measurement in each row.</param>
    /// <param name="time">The column of times.</param>
    /// <param name="series">The column that tells several series apart; null for one series.</param>
    /// <param name="isUsed">Returns whether a column can have values of measurements.</param>
    /// <param name="options">The decimal mark and the texts of missing cells that the user gave.</param>
    /// <exception cref="CommandException">No column has numbers, a measurement is twice in a row, or there are too many.</exception>
    public static (CsvFile File, string[] Channels) Widen(
        CsvFile file,
        string pivot,
        string time,
        string? series,
        Func<string, bool> isUsed,
        VaeProfileOptions options
    )
    {
        var names = file.IndexOf(pivot);
        int[] candidates =
        [
            .. Enumerable
                .Range(0, file.Header.Count)
                .Where(i => file.IsReadable(i) && isUsed(file.Header[i]))
                .Where(i => i != names && file.Header[i] != time && file.Header[i] != series),
        ];
        HashSet<string> measurements = new(StringComparer.Ordinal);
        HashSet<int> withNumbers = [.. FindNumbers(file, candidates, options)];
        foreach (var record in file.ReadRecords())
        {
            measurements.Add(file.Text(record, names));
            withNumbers.UnionWith(
                candidates.Where(i =>
                    double.TryParse(record.Cell(i), NumberStyles.Float, CultureInfo.InvariantCulture, out _)
                )
            );
        }

        string[] columns =
        [
            .. from value in candidates.Where(withNumbers.Contains)
            from measurement in measurements.Where(name => name.Length > 0)
            select new Measurement(file.Header[value], pivot, measurement).Column,
        ];
        TableWidth.Check(file, columns.Length, TableWidth.MostOfTable);
        return columns.Length > 0
            ? (WidenFor(file, columns, time, series), columns)
            : throw new CommandException(
                $"{file.Name}: no column has a number for a value of '{pivot}'. Name the column with the names of the measurements."
            );
    }

    // Among them those with decimal commas or units. The columns of a schema are the channels, which are not in the file.
    private static IEnumerable<int> FindNumbers(CsvFile file, int[] columns, VaeProfileOptions options)
    {
        ColumnChoice choice = new([.. columns.Select(i => file.Header[i])], []);
        VaeProfileOptions known = new() { DecimalMark = options.DecimalMark, MissingTexts = options.MissingTexts };
        return columns.Length == 0
            ? []
            : CsvProfiler
                .Survey(file, choice, known)
                .Profile.Columns.Where(column => column.Schema.IsNumeric)
                .Select(column => file.IndexOf(column.Name));
    }

    /// <summary>Returns the file with a row for each time, and the columns of a model; the file itself if it has those columns, or they are not of measurements.</summary>
    /// <remarks>Other columns whose cells are the same in all rows of a time, such as labels, are behind them.</remarks>
    /// <param name="file">The file.</param>
    /// <param name="channels">The names of the columns.</param>
    /// <param name="time">The column of times.</param>
    /// <param name="series">The column that tells several series apart; null for one series.</param>
    /// <exception cref="CommandException">A measurement is twice in a row, or no row has one.</exception>
    public static CsvFile WidenFor(CsvFile file, IReadOnlyList<string> channels, string? time, string? series)
    {
        string[] keys = [.. new[] { time, series }.OfType<string>()];
        if (time is null || channels.Any(file.Has) || !keys.All(file.Has))
        {
            return file;
        }

        var found = channels.Select(channel => Measurement.Find(file, channel)).OfType<Measurement>().ToArray();
        if (found.Length < channels.Count)
        {
            return file;
        }

        int[] keyCells = [.. keys.Select(file.IndexOf)];
        var pivot = file.IndexOf(found[0].Pivot);
        var cells = found
            .Index()
            .ToLookup(one => one.Item.Name, one => (Cell: file.IndexOf(one.Item.Value), one.Index));
        int[] taken = [.. keyCells, pivot, .. found.Select(one => file.IndexOf(one.Value))];
        int[] others = [.. Enumerable.Range(0, file.Header.Count).Except(taken).Where(file.IsReadable)];
        HashSet<int> changing = [];
        var firstOther = keys.Length + channels.Count;
        Dictionary<(string, string), int> places = [];
        List<(int Row, string[] Cells)> rows = [];
        var (read, hasMeasurement) = (0, false);
        foreach (var record in file.ReadRecords())
        {
            string[] key = [.. keyCells.Select(cell => file.Text(record, cell))];
            var pair = (key[0], key[^1]);
            if (!places.TryGetValue(pair, out var place))
            {
                places[pair] = place = rows.Count;
                rows.Add((read, [.. Raw(keyCells), .. Enumerable.Repeat("", channels.Count), .. Raw(others)]));
            }

            var row = rows[place].Cells;
            foreach (var (cell, channel) in cells[file.Text(record, pivot)])
            {
                hasMeasurement = true;
                ref var value = ref row[keys.Length + channel];
                value =
                    record.Cell(cell).IsEmpty ? value
                    : value.Length == 0 ? file.Raw(record, cell)
                    : throw Twice(record, channel);
            }

            changing.UnionWith(
                Enumerable.Range(0, others.Length).Where(i => row[firstOther + i] != file.Raw(record, others[i]))
            );
            read++;

            IEnumerable<string> Raw(int[] cells) => cells.Select(cell => file.Raw(record, cell));
        }

        if (read > 0 && !hasMeasurement)
        {
            throw new CommandException(
                $"{file.Name}: no row has a measurement of the model. Expected in column '{found[0].Pivot}': {ColumnNames.List([.. cells.Select(of => of.Key)])}; found: {ColumnNames.List(OtherMeasurements(file, channels))}."
            );
        }

        int[] kept = [.. Enumerable.Range(0, others.Length).Where(i => !changing.Contains(i))];
        return file.Replace(
            [.. keys, .. channels, .. kept.Select(i => file.Header[others[i]])],
            [.. keyCells, .. found.Select(one => file.IndexOf(one.Value)), .. kept.Select(i => others[i])],
            [
                .. rows.Select(row =>
                    (row.Row, (string[])[.. row.Cells[..firstOther], .. kept.Select(i => row.Cells[firstOther + i])])
                ),
            ]
        );

        CommandException Twice(CsvRecord record, int channel) =>
            new(
                $"{file.Place(record)}: '{channels[channel]}' has a second value at the time '{file.Text(record, keyCells[0])}'. Name the column that tells several series apart with --series, or remove one of the rows."
            );
    }

    /// <summary>Returns the names of measurements that are no channel of a model; none if the file has columns for channels.</summary>
    /// <param name="file">The file.</param>
    /// <param name="channels">The channels of the model.</param>
    public static IReadOnlyCollection<string> OtherMeasurements(CsvFile file, IReadOnlyList<string> channels)
    {
        var known = channels.Select(channel => Measurement.Find(file, channel)).OfType<Measurement>().ToArray();
        return known.Length == 0 || channels.Any(file.Has)
            ? []
            :
            [
                .. file.Texts(known[0].Pivot)
                    .Except(known.Select(one => one.Name).Append(""))
                    .Order(StringComparer.Ordinal),
            ];
    }

    /// <summary>A measurement.</summary>
    /// <param name="Value">The column with its values.</param>
    /// <param name="Pivot">The column with its name.</param>
    /// <param name="Name">Its name.</param>
    private sealed record Measurement(string Value, string Pivot, string Name)
    {
        public string Column => $"{Value}[{Pivot}={Name}]";

        // The names of columns can have brackets, too, such as those of units.
        public static Measurement? Find(CsvFile file, string column) =>
            (
                from value in file.Header
                where
                    column.EndsWith(']') && value.Length > 0 && column.StartsWith($"{value}[", StringComparison.Ordinal)
                let inside = column[(value.Length + 1)..^1]
                from pivot in file.Header
                where pivot.Length > 0 && inside.StartsWith($"{pivot}=", StringComparison.Ordinal)
                select new Measurement(value, pivot, inside[(pivot.Length + 1)..])
            ).FirstOrDefault();
    }
}
