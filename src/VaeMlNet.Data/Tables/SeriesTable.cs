using System.Globalization;

namespace VaeMlNet.Data;

/// <summary>The columns of a CSV file with time series.</summary>
/// <param name="Channels">The channels, as numbers.</param>
/// <param name="Time">The time of a row; null if rows are equally spaced.</param>
/// <param name="Series">The text that tells several series apart; null if all rows are one series.</param>
internal sealed record SeriesTable(IReadOnlyList<CsvColumn> Channels, CsvColumn? Time, CsvColumn? Series)
{
    // A column of two values, or of one, is a category in a table, but a switch or a level in a series.
    private const int MostStates = 2;

    public IReadOnlyList<CsvColumn> Columns => [.. Channels, .. new[] { Time, Series }.OfType<CsvColumn>()];

    public string[] ChannelNames => [.. Channels.Select(column => column.Name)];

    /// <summary>Gets the options of a score with the names of the columns.</summary>
    public VaeSeriesScoreOptions ScoreOptions =>
        new() { SeriesColumnName = Series?.Name, TimestampColumnName = Time?.Name };

    /// <summary>Gets how the cells are read, for a model folder.</summary>
    public VaeTableSchema Schema =>
        new() { Columns = [.. Columns.Where(column => column != Series).Select(column => column.Schema)] };

    /// <summary>Finds the channels in the profile of a training file.</summary>
    /// <param name="table">The profile of the columns without that of the series.</param>
    /// <param name="options">The kinds that the user gave.</param>
    /// <param name="time">The name of the time's column; null for none.</param>
    /// <param name="series">The name of the series' column; null for none.</param>
    /// <param name="counters">The columns of identifiers that are counters, and so channels.</param>
    public static SeriesTable Find(
        ProfiledTable table,
        VaeProfileOptions options,
        string? time,
        string? series,
        IReadOnlyList<string> counters
    )
    {
        var others = table.Profile.Columns.Where(column => column.Name != time);
        CsvColumn[] channels =
        [
            .. others
                .Select(column =>
                    counters.Contains(column.Name)
                        ? Channel(AsNumbers(column.Schema) with { Kind = VaeColumnKind.WholeNumber, Decimals = 0 })
                        : Channel(column, options.Schema.Find(column.Name) is not null)
                )
                .OfType<CsvColumn>(),
        ];
        return channels.Length > 0
            ? new SeriesTable(
                channels,
                time is null ? null : TimeColumn(table.Profile.Columns.First(column => column.Name == time)),
                series is null ? null : TextColumn(series)
            )
            : throw new CommandException(
                "A model of a time series needs at least one column of numbers, but the file has none besides the columns of --time, --series and --label-column."
            );
    }

    /// <summary>Returns the names of the columns that can be counters, though they are taken for identifiers.</summary>
    /// <param name="table">The profile of the columns without that of the series.</param>
    /// <param name="options">The kinds that the user gave.</param>
    /// <param name="time">The name of the time's column; null for none.</param>
    public static string[] CounterCandidates(ProfiledTable table, VaeProfileOptions options, string? time) =>
        [
            .. table
                .Profile.Columns.Where(column =>
                    column.CanBeCounter && column.Name != time && options.Schema.Find(column.Name) is null
                )
                .Select(column => column.Name),
        ];

    /// <summary>Finds the columns of a model in a file, of which a time can be several, and measurements can be in rows of their own.</summary>
    /// <param name="file">The file.</param>
    /// <param name="series">The model's series.</param>
    /// <param name="schema">How the cells are read; null for plain numbers.</param>
    /// <param name="time">The name of the time's column, where it is not that of training.</param>
    /// <param name="name">The name of the series' column, where it is not that of training.</param>
    /// <returns>The file with the columns as the model has them, and these.</returns>
    public static (CsvFile File, SeriesTable Table) ForModel(
        CsvFile file,
        VaeSeries series,
        VaeTableSchema? schema,
        string? time,
        string? name
    )
    {
        var timeName = time ?? series.TimeColumn;
        var seriesName = name ?? series.SeriesColumn;
        file = LongRows.WidenFor(TimeParts.Join(file, timeName), series.Channels, timeName, seriesName);
        var table = new SeriesTable(
            [.. series.Channels.Select(channel => Channel(schema?.Find(channel) ?? Plain(channel)))],
            timeName is null ? null
                : schema?.Find(timeName) is { } known ? TimeColumn(known)
                : InferTime(file, timeName),
            seriesName is null ? null : TextColumn(seriesName)
        );
        foreach (var column in table.Columns.Where(column => !file.Has(column.Name)))
        {
            throw new CommandException(
                $"{file.Name} has no column '{column.Name}', which the model needs as {Use(table, column)}. It has: {Data.ColumnNames.List(file.Header)}."
            );
        }

        return (file, table);
    }

    /// <summary>Returns a warning with the number of rows whose series has no name; null without such rows.</summary>
    public string? UnnamedSeriesWarning(CsvFile file)
    {
        if (Series is not { Name: var name })
        {
            return null;
        }

        var count = file.Texts(name).LongCount(text => text.Length == 0);
        return count == 0
            ? null
            : $"{count} {(count == 1 ? "row has" : "rows have")} no name in column '{name}', so that they count as one series without a name. Fill in the names, or remove these rows.";
    }

    private static string Use(SeriesTable table, CsvColumn column) =>
        column == table.Time ? "the time of rows. Name another one with --time"
        : column == table.Series ? "the name of the series. Name another one with --series"
        : "a channel";

    private static CsvColumn InferTime(CsvFile file, string name)
    {
        if (!file.Has(name))
        {
            // The caller names the column, with advice.
            return TimeColumn(Plain(name));
        }

        var column = CsvProfiler.Survey(file, new ColumnChoice([name], []), new()).Profile.Columns[0];
        return column.Problem is { } problem
            ? throw new CommandException(
                $"{file.Name}, column '{name}': {problem}. Give the format of the column with --schema."
            )
            : TimeColumn(column);
    }

    private static VaeColumnSchema Plain(string name) => new() { Name = name, Kind = VaeColumnKind.Number };

    private static CsvColumn Channel(VaeColumnSchema schema) =>
        CsvColumn.Scalar(
            schema.Name,
            schema.Kind == VaeColumnKind.Boolean ? CsvColumnKind.Truth : CsvColumnKind.Number
        ) with
        {
            Schema = schema,
        };

    /// <summary>Returns the channel of a column; null if it has no numbers.</summary>
    private static CsvColumn? Channel(VaeColumnProfile column, bool isGiven) =>
        column.Schema.IsNumeric ? Channel(column.Schema)
        : column.Schema.Kind == VaeColumnKind.Boolean && !CsvColumn.HasTruthNumbers(column.Schema)
            ? Channel(column.Schema)
        : !isGiven && IsOfNumbers(column.Schema) ? Channel(OfStates(column.Schema))
        : null;

    private static bool IsOfNumbers(VaeColumnSchema schema) =>
        (schema.IsCategorical || schema.Kind == VaeColumnKind.Constant)
        && schema.Values is { Count: > 0 and <= MostStates }
        && schema.Values.All(text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _));

    /// <summary>Returns the schema of numbers that are written with as many decimals as the texts of the states.</summary>
    private static VaeColumnSchema OfStates(VaeColumnSchema schema)
    {
        int[] decimals =
        [
            .. schema.Values.Select(text => text.Contains('.') ? text.Length - 1 - text.IndexOf('.') : 0),
        ];
        return schema.Values.Any(text => text.AsSpan().ContainsAny('e', 'E'))
            ? AsNumbers(schema)
            : AsNumbers(schema) with
            {
                Decimals = decimals.Max(),
                PadsDecimals = decimals.Max() > 0 && decimals.Min() == decimals.Max(),
            };
    }

    private static VaeColumnSchema AsNumbers(VaeColumnSchema schema) =>
        schema with
        {
            Kind = VaeColumnKind.Number,
            Values = [],
            Pattern = null,
            NextNumber = null,
        };

    private static CsvColumn TextColumn(string name) => CsvColumn.Scalar(name, CsvColumnKind.Text);

    private static CsvColumn TimeColumn(VaeColumnSchema schema) =>
        CsvColumn.Scalar(schema.Name, CsvColumnKind.Time) with
        {
            Schema = schema with { Since = null }, // the time itself, whatever other dates are close to it
        };

    private static CsvColumn TimeColumn(VaeColumnProfile column)
    {
        if (column.Kind == VaeColumnKind.Date)
        {
            return TimeColumn(column.Schema);
        }

        var schema = AsNumbers(column.Schema);
        return column.Examples.All(text => schema.TryReadNumber(text, out _))
            ? TimeColumn(schema)
            : throw new CommandException(
                $"Column '{column.Name}' of --time has neither dates nor numbers, such as '{column.Examples[0]}'. Name another column, or leave --time out where rows are equally spaced."
            );
    }
}
