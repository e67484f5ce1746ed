namespace VaeMlNet;

/// <summary>Creates the errors of steps for time series.</summary>
internal static class SeriesErrors
{
    // The parameter names of the public methods that throw these errors.
    private const string InputSchemaParameter = "inputSchema";
    private const string OptionsParameter = "options";

    /// <exception cref="ArgumentOutOfRangeException">The column has another type than expected.</exception>
    public static void Require(bool condition, string step, string column, string type, string expected)
    {
        if (!condition)
        {
            throw OutOfRange($"{step} cannot read column '{column}' of type {type}, expected {expected}.");
        }
    }

    public static VaeRowException Unordered(
        string step,
        long row,
        ReadOnlySpan<char> series,
        double before,
        double time
    ) =>
        new(
            $"{step} needs rows in the order of time, but row {row + 1} {InSeries(series)}is {before - time:0.###} before the row before it. Sort the rows by time; if the data has several series, name the column that tells them apart. Rows count from 1.",
            row
        );

    public static VaeRowException InfiniteTime(string step, long row, ReadOnlySpan<char> series) =>
        new(
            $"{step} needs finite times, but that of row {row + 1} {InSeries(series)}is infinite. Fix the time, or make it NaN if it is not known. Rows count from 1.",
            row
        );

    /// <param name="step">The name of the step.</param>
    /// <param name="row">The number of the row, from 0.</param>
    /// <param name="column">The name of the column.</param>
    /// <param name="slot">The slot of the channel in the column.</param>
    /// <param name="channel">The name of the channel.</param>
    /// <param name="value">The value.</param>
    /// <param name="values">The values that the model allows.</param>
    public static VaeRowException Refused(
        string step,
        long row,
        string column,
        int slot,
        string channel,
        float value,
        AllowedValues values
    )
    {
        SlotGroup group = new(1, values);
        return new(
            $"{step} cannot read channel '{channel}' of row {row + 1}: it is {value}, but {Expectation(value, group)} Rows count from 1.",
            row,
            column
        )
        {
            Slot = slot,
            Requirement = Requirement(value, group),
        };
    }

    /// <summary>Creates the error for a single row.</summary>
    /// <param name="channels">The names of the channels.</param>
    /// <param name="refused">The number of the channel whose value is not allowed.</param>
    /// <param name="value">The value.</param>
    /// <param name="values">The values that the model allows.</param>
    public static VaeRowException Refused(
        IReadOnlyList<string> channels,
        int refused,
        float value,
        AllowedValues values
    )
    {
        SlotGroup group = new(1, values);
        return new($"Channel '{channels[refused]}' is {value}, but {Expectation(value, group)}", row: null)
        {
            Slot = refused,
            Requirement = Requirement(value, group),
        };
    }

    public static ArgumentException NoTimestamp(string step) =>
        Wrong(
            $"{step} needs the time of each row, because the model knows the calendar. Name a column of type DateTime or DateTimeOffset in TimestampColumnName."
        );

    public static InvalidOperationException SameTimes(string step, string column, string? series) =>
        new(
            $"{step} cannot tell how far rows are apart, because most of the timestamps in '{column}' repeat the one before{(series is null ? ". If the data has several series, name the column that tells them apart." : $" in the same series of '{series}'. If other columns tell series apart, too, join them with '{series}' in one column, and name that one.")}"
        );

    public static ArgumentOutOfRangeException OtherChannels(
        string step,
        IReadOnlyList<string> expected,
        IReadOnlyList<string> actual
    ) =>
        OutOfRange(
            $"{step} needs the {expected.Count} channels {List(expected)}, but the columns have {actual.Count}: {List(actual)}. Pass the columns of the training, in their order."
        );

    /// <summary>Returns the length of a window after checking its range.</summary>
    public static int CheckedLength(int length) =>
        length is >= 2 and <= VaeSeries.LongestWindow
            ? length
            : throw new ArgumentOutOfRangeException(
                nameof(length),
                length,
                FormattableString.Invariant($"A window has {length} rows, expected 2 to {VaeSeries.LongestWindow}.")
            );

    public static InvalidOperationException NoBlock(int length, int windowLength) =>
        new(
            FormattableString.Invariant(
                $"No threshold can be set, because no series has a block of {length} rows in full windows of {windowLength} rows. Pass more rows, or shorter blocks."
            )
        );

    public static InvalidOperationException NoFullWindow(int length) =>
        new(
            FormattableString.Invariant(
                $"No threshold can be set, because no series has {length} rows without a gap, the length of a window. Pass more rows."
            )
        );

    public static InvalidOperationException NoWindowWithoutLeftOutRows(int length) =>
        new(
            FormattableString.Invariant(
                $"No threshold can be set, because every full window of {length} rows contains an anomaly or another row that is left out. Pass more normal rows."
            )
        );

    public static InvalidOperationException OtherRows() =>
        new(
            "The view gives other rows for its other columns than for its scores. Pass a view that gives the same rows each time it is read: rows of a queue or a connection must be in a list first."
        );

    public static InvalidOperationException NoRowMapper(string step) =>
        new(
            $"{step} has no mapper for single rows, because its result depends on the rows before. Transform a view, or score rows one at a time with VaeSeriesEngine."
        );

    public static ArgumentException NotForCovering(string column) =>
        Wrong(
            $"{SeriesScoreStep.Name} cannot create the column '{column}': WindowContributionsColumnName is for scores of one window, but the scores are covering. Set IsCausal, or leave it null."
        );

    public static ArgumentException NoMissingColumns() =>
        Wrong(
            $"{SeriesScoreStep.Name} needs every channel: AllowMissingColumns is for models of tables. Leave it false, and add a missing channel as a column of NaN."
        );

    public static NotSupportedException NotSaved(string step) =>
        new(
            $"{step} cannot be saved as a part of a pipeline: its result depends on the rows before, which no transformer of ML.NET keeps. Save the model folder with SaveModelFolder, and create the step again where it is used."
        );

    private static string Expectation(float value, SlotGroup group) =>
        (float.IsFinite(value) ? group.Expectation : null) ?? "must be a finite number, or NaN where it is missing.";

    private static string? Requirement(float value, SlotGroup group) =>
        float.IsFinite(value) ? group.Requirement : null;

    private static string InSeries(ReadOnlySpan<char> name) => name.IsEmpty ? "" : $"of series '{name}' ";

    private static string List(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(10).Select(name => $"'{name}'")) + (names.Count > 10 ? ", …" : "");

    private static ArgumentOutOfRangeException OutOfRange(string message, string parameter = InputSchemaParameter) =>
        new(parameter, message);

    private static ArgumentException Wrong(string message, string parameter = OptionsParameter) =>
        new(message, parameter);
}
