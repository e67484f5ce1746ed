namespace VaeMlNet.Worker;

/// <summary>The limits of what messages do to the series of a worker, so that no producer can fill its memory or block a series.</summary>
/// <param name="MostSeries">The largest number of series that are remembered.</param>
/// <param name="LongestIdle">The longest time without a row after which a series is forgotten; null for any.</param>
/// <param name="LongestAhead">The longest time by which a row may be ahead of the clock of this machine, if times are dates; null for any.</param>
internal sealed record SeriesLimits(int MostSeries, TimeSpan? LongestIdle, TimeSpan? LongestAhead)
{
    /// <summary>The longest name of a series, in characters: names are kept as long as their series.</summary>
    public const int LongestName = 256;

    /// <summary>Returns the latest date of a row, in seconds since 1970; infinite without a limit.</summary>
    /// <param name="now">The time of this machine.</param>
    public double LatestDate(DateTimeOffset now) =>
        LongestAhead is { } ahead ? (now - DateTimeOffset.UnixEpoch + ahead).TotalSeconds : double.PositiveInfinity;

    /// <exception cref="CommandException">The name of a new series is too long.</exception>
    public static void CheckName(CsvFile file, CsvRecord record, string name)
    {
        if (name.Length > LongestName)
        {
            throw new CommandException(
                $"{file.Place(record)}: the name of the series has {name.Length} characters, expected at most {LongestName}. Send a shorter name."
            );
        }
    }

    /// <exception cref="CommandException">There would be too many series.</exception>
    public void CheckCount(CsvFile file, int known, int added)
    {
        if (known + added > MostSeries)
        {
            throw new CommandException(
                $"{file.Name} has {added} new series, but the worker remembers {known} of at most {MostSeries} (--max-series). "
                    + "Raise the limit if these are series of their own; check the column of the series if they are not."
            );
        }
    }

    /// <summary>Creates the error for a row that would make all later rows of its series late.</summary>
    public CommandException TooLate(CsvFile file, CsvRecord record, string column) =>
        new(
            $"{file.Place(record)}, column '{column}': the time is more than {LongestAhead!.Value.TotalHours:0.##} hours ahead of this machine's clock (--max-ahead). "
                + "The rows of its series up to that time would be refused, so that the message was not used. Fix the time, or raise the limit."
        );
}
