using CsvHelper;

namespace VaeMlNet.Worker;

/// <summary>
/// Scores rows of time series, message by message, and saves the state of the series before any result is sent. A message that cannot be
/// used, or that was answered before, changes no series: rows are scored with copies, which replace the series when the whole message was
/// answered.
/// </summary>
/// <param name="format">The required format of a message.</param>
/// <param name="engine">The engine with the last rows of each series.</param>
/// <param name="state">The answered messages and the file of the state.</param>
/// <param name="limits">The limits of what a message may do to the series.</param>
/// <param name="hasContributions">True if the contributions of the channels are written.</param>
internal sealed class SeriesPass(
    MessageFormat format,
    VaeSeriesEngine engine,
    SeriesState state,
    SeriesLimits limits,
    bool hasContributions
) : IMessagePass
{
    private readonly string[] header =
    [
        format.IdName,
        .. WrittenColumn.Names(
            new ScoreWriter(keepScores: false, hasContributions ? engine.Series.Channels : null).Header
        ),
    ];

    public bool NeedsAllMessages => true;

    public IReadOnlyDictionary<string, long> UnknownTexts { get; } = new Dictionary<string, long>();

    public IReadOnlyList<MessageOutcome> Run(IReadOnlyList<QueuedMessage> messages)
    {
        if (limits.LongestIdle is { } longest && engine.RemoveIdle(longest) > 0)
        {
            state.Changed();
        }

        MessageOutcome[] outcomes = [.. messages.Select(message => state.Find(message) ?? Answer(message))];
        state.Save();
        return outcomes;
    }

    public void Acknowledged(QueuedMessage message) => state.Forget(message);

    private MessageOutcome Answer(QueuedMessage message)
    {
        try
        {
            var rows = format.Open(message);
            Check(rows);
            Dictionary<string, SlidingWindow> copies = new(StringComparer.Ordinal);
            var outcome = Score(rows, copies);
            engine.Commit(copies);
            return state.Add(outcome);
        }
        catch (CommandException e)
        {
            return MessageOutcome.Poisoned(message, e.Message);
        }
    }

    // Reads the whole message before the first row is scored, so that most messages that cannot be used cost no run of the model.
    private void Check(MessageRows rows)
    {
        Dictionary<string, double> lastTimes = new(StringComparer.Ordinal);
        SeriesCells cells = new(rows, engine.Series);
        var latest = limits.LatestTime(cells.Now(engine.Clock));
        var added = 0;
        foreach (var record in rows.File.ReadRecords())
        {
            cells.Read(record);
            var isFirst = !lastTimes.TryGetValue(cells.Name, out var last);
            if (isFirst && !engine.Contains(cells.Name))
            {
                SeriesLimits.CheckName(rows.File, record, cells.Name);
                added++;
            }

            if (cells.Time > latest)
            {
                throw limits.TooLate(rows.File, record, engine.Series.TimeColumn!);
            }

            last = isFirst ? engine.LastTime(cells.Name) : last;
            // Within a message, rows may have the same time. After a message, they would be rows that were sent again.
            if (cells.Time < last || (isFirst && cells.Time == last))
            {
                throw new CommandException(Late(rows, record, cells.Name, isFirst));
            }

            lastTimes[cells.Name] = cells.Time;
        }

        limits.CheckCount(rows.File, engine.SeriesCount, added);
    }

    private string Late(MessageRows rows, CsvRecord record, string series, bool isFirst) =>
        $"{rows.File.Place(record)}, column '{engine.Series.TimeColumn}': the row is {(isFirst ? "not later than the last row" : "earlier than the row before it")}"
        + $"{(series.Length == 0 ? "" : $" of series '{series}'")}. A stream is scored in the order of time, so that the message was not used. "
        + "Send each row once, in order.";

    private MessageOutcome Score(MessageRows rows, Dictionary<string, SlidingWindow> copies)
    {
        var contributions = hasContributions ? new float[engine.Series.Channels.Count] : [];
        SeriesCells cells = new(rows, engine.Series);
        using ResultText result = new(header, rows.Message.RowEstimate, format.ByteLimit);
        foreach (var record in rows.File.ReadRecords())
        {
            cells.Read(record);
            var scored = Score(rows, record, cells, copies, contributions);
            result.RowCount++;
            result.Csv.WriteField(rows.Id(record, result.RowCount), CsvQuoting.WhenNeededOrWhitespace);
            result.Csv.WriteField(scored.Score);
            result.Csv.WriteField(scored.IsAnomaly ? 1 : 0);
            foreach (var contribution in contributions)
            {
                result.Csv.WriteField(contribution);
            }

            result.Csv.EndRecord();
        }

        return new MessageOutcome(rows.Message, result.Finish(), result.RowCount);
    }

    private VaeSeriesResult Score(
        MessageRows rows,
        CsvRecord record,
        SeriesCells cells,
        Dictionary<string, SlidingWindow> copies,
        float[] contributions
    )
    {
        try
        {
            return engine.PushTentatively(copies, cells.Name, cells.Values, cells.Time, contributions);
        }
        catch (VaeRowException e)
        {
            throw new CommandException($"{rows.File.Place(record)}: {e.Message}");
        }
    }
}

/// <summary>The limits of what messages do to the series of a worker, so that no producer can fill its memory or block a series.</summary>
/// <param name="MostSeries">The largest number of series that are remembered.</param>
/// <param name="LongestIdle">The longest time without a row after which a series is forgotten; null for any.</param>
/// <param name="LongestAhead">The longest time by which a row may be ahead of the clock of this machine, if times are dates; null for any.</param>
internal sealed record SeriesLimits(int MostSeries, TimeSpan? LongestIdle, TimeSpan? LongestAhead)
{
    /// <summary>The longest name of a series, in characters: names are kept as long as their series.</summary>
    public const int LongestName = 256;

    /// <summary>Returns the latest time of a row, given the time now, both in seconds since 1970; infinite without a limit.</summary>
    public double LatestTime(double now) => now + (LongestAhead?.TotalSeconds ?? double.PositiveInfinity);

    public static void CheckName(CsvFile file, CsvRecord record, string name)
    {
        if (name.Length > LongestName)
        {
            throw new CommandException(
                $"{file.Place(record)}: the name of the series has {name.Length} characters, expected at most {LongestName}. Send a shorter name."
            );
        }
    }

    public void CheckCount(CsvFile file, int known, int added)
    {
        // A limit that was lowered stops no series that is remembered.
        if (added > 0 && known + added > MostSeries)
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
