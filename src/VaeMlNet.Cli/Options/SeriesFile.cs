namespace VaeMlNet.Cli;

/// <summary>A CSV file with time series.</summary>
internal sealed record SeriesFile(string Path)
{
    private const int MostColumnsShown = 40;

    /// <summary>Finds the channels, and prints them.</summary>
    /// <param name="choice">The columns to use.</param>
    /// <param name="options">The kinds and formats that the user gave.</param>
    /// <param name="windows">How rows become windows: the columns of time and series, and what the user says of the channels.</param>
    /// <param name="pivot">The column with the name of the measurement in each row; null where a row has all channels.</param>
    /// <param name="sorts">Whether rows that are not in the order of time are sorted instead of refused.</param>
    /// <param name="rowLimit">The number of rows to train on, from the first; null for all.</param>
    /// <param name="context">The terminal, and the cancellation token.</param>
    public SeriesTrainingRows Infer(
        ColumnChoice choice,
        VaeProfileOptions options,
        VaeSeriesOptions windows,
        string? pivot,
        bool sorts,
        int? rowLimit,
        CommandContext context
    )
    {
        var (time, series) = (windows.TimestampColumnName, windows.SeriesColumnName);
        var file = CsvFile.Open(Path);
        var parts = TimeParts.Find(file, time);
        file = TimeParts.Join(file, time);
        foreach (var name in new[] { time, series }.OfType<string>())
        {
            file.IndexOf(name);
        }

        if (pivot is not null)
        {
            (file, var channels) = LongRows.Widen(
                file,
                pivot,
                time!,
                series,
                name =>
                    choice.Columns?.Contains(name) != false && !choice.Ignored.Contains(name) && !parts.Contains(name),
                options
            );
            (choice, parts) = (new(channels, []), []);
        }

        var profiled = new ColumnChoice(
            choice.Columns is { } columns && time is not null ? [.. columns.Union([time])] : choice.Columns,
            [.. choice.Ignored.Where(name => name != time), .. parts, .. series is null ? (string[])[] : [series]]
        );
        TableWidth.Check(file, profiled.PickReadable(file).Length, TableWidth.MostOfTable);
        var profile = CsvProfiler.Profile(file, profiled, options, OptionAdvice.OnProfile, context.CancellationToken);
        var counting = SeriesTable.CounterCandidates(profile, options, time);
        var table = SeriesTable.Find(profile, options, time, series, counting);
        if (windows.Calendar != VaeCalendar.None && table.Time?.Schema.Kind != VaeColumnKind.Date)
        {
            throw new CommandException(
                $"--calendar needs dates, but column '{time}' of --time has numbers. Leave --calendar out, or give the format of the column with --schema."
            );
        }

        file = sorts ? SeriesOrder.Apply(file, table, sorts) : file;
        var found =
            windows.Counters
            ?? (
                counting.Length == 0
                    ? []
                    : VaeSeriesTrainer.FindCounters(
                        new CsvTableView(file, table.Columns),
                        counting,
                        series,
                        context.CancellationToken
                    )
            );
        table = SeriesTable.Find(profile, options, time, series, [.. counting.Intersect(found)]);
        foreach (
            var (option, names) in new[]
            {
                (SeriesOptions.CountersName, windows.Counters),
                (SeriesOptions.TrendsName, windows.Trends),
                (SeriesOptions.LogarithmsName, windows.Logarithms),
            }
        )
        {
            if (names?.Except(table.ChannelNames).FirstOrDefault() is { } other)
            {
                throw new CommandException(
                    $"{option} names '{other}', which is no channel. The channels are: {ColumnNames.List(table.ChannelNames)}."
                );
            }
        }

        if (windows.Counters?.Intersect(windows.Logarithms ?? []).FirstOrDefault() is { } both)
        {
            throw new CommandException(
                $"{SeriesOptions.CountersName} and {SeriesOptions.LogarithmsName} both name '{both}'. A counter is learned by its increase; name the channel in one of them."
            );
        }

        Print(file, profile, table, context.Terminal);
        if (time is null && TimeParts.Guess(table.ChannelNames) is { Count: > 0 } ofTime)
        {
            context.Terminal.WriteLine(
                $"note: {ColumnNames.List(ofTime)} are channels; if they are the time of each row, pass --time={TimeParts.Name(ofTime)}"
            );
        }

        // Rows of several series are as wrong without a time as with one.
        if (table.Series is null && (table.Time?.Name ?? FindDates(profile)) is { } times)
        {
            string[] texts =
            [
                .. profile
                    .Profile.Columns.Where(column =>
                        column.Schema.IsCategorical || column.Kind == VaeColumnKind.Identifier
                    )
                    .Select(column => column.Name)
                    .Except(table.Columns.Select(column => column.Name)),
            ];
            SeriesColumnAdvice.Check(file, times, texts, table.Time is null ? null : FindTimesOfDay(profile));
            if (SeriesColumnAdvice.FindTurns(file, table, texts) is { } turns)
            {
                context.Terminal.WriteLine(
                    $"note: the values of column '{turns}' take turns, each at regular times; pass {ShellLine.Option("--series", turns)} if it tells several series apart, such as machines"
                );
            }
        }

        file = sorts ? file : SeriesOrder.Apply(file, table, sorts);
        var rowCount = Math.Min(rowLimit ?? profile.RowCount, profile.RowCount);
        return new SeriesTrainingRows(new CsvTableView(file, table.Columns) { RowLimit = rowCount }, table, rowCount)
        {
            File = file,
            Schema = table.Schema,
            Windows = windows,
        };
    }

    /// <summary>Opens the file with the columns of a trained model.</summary>
    /// <param name="trained">The model.</param>
    /// <param name="sorts">Whether rows that are not in the order of time are sorted instead of refused.</param>
    /// <exception cref="CommandException">The file is missing or damaged, lacks a column, or its rows are not in the order of time.</exception>
    public SeriesTrainingRows Open(TrainedVae trained, bool sorts)
    {
        var windows = trained.Options.Series!;
        var (file, table) = SeriesTable.ForModel(CsvFile.Open(Path), windows, trained.Options.TableSchema, null, null);
        file = SeriesOrder.Apply(file, table, sorts);
        return new SeriesTrainingRows(new CsvTableView(file, table.Columns), table, long.MaxValue) { File = file };
    }

    private void Print(CsvFile file, ProfiledTable profile, SeriesTable table, CommandTerminal terminal)
    {
        bool IsUsed(VaeColumnProfile column) => table.Columns.Any(used => used.Name == column.Name);
        terminal.WriteTable(
            $"columns of {Path}",
            ["column", "use", "kind", "missing", "values"],
            profile
                .Profile.Columns.Where(IsUsed)
                .Select(column =>
                    (string[])
                        [
                            column.Name,
                            column.Name == table.Time?.Name ? "time" : "channel",
                            column.Kind == VaeColumnKind.Identifier && column.Name != table.Time?.Name
                                ? "counter"
                                : DataDescription.Kind(column),
                            FormattableString.Invariant($"{column.MissingCount}"),
                            DataDescription.Values(column),
                        ]
                )
                .Concat(
                    table.Series is { } series
                        ?
                        [
                            [series.Name, "series", "", "", ""],
                        ]
                        : []
                ),
            MostColumnsShown
        );
        foreach (var line in DataDescription.Notes(file, profile, IsUsed))
        {
            terminal.WriteLine(line);
        }

        if (profile.Columns.Any(column => !table.Columns.Any(used => used.Name == column.Name)))
        {
            terminal.WriteLine("note: the channels of a time series are numbers, so that other columns are left out");
        }

        if (table.Time is null && FindDates(profile) is { } dates)
        {
            terminal.WriteLine(
                $"note: column '{dates}' has dates; pass {ShellLine.Option("--time", dates)} to check the order of the rows and to notice gaps"
            );
        }
    }

    private static string? FindDates(ProfiledTable profile) =>
        profile.Profile.Columns.FirstOrDefault(column => column.Kind == VaeColumnKind.Date)?.Name;

    private static string? FindTimesOfDay(ProfiledTable profile) =>
        profile
            .Profile.Columns.FirstOrDefault(column =>
                column.Schema is { Kind: VaeColumnKind.Date, DateFormat: { } format } && !format.Contains('y')
            )
            ?.Name;
}
