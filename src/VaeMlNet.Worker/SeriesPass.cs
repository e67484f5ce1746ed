using CsvHelper;

namespace VaeMlNet.Worker;

/// <summary>
/// Scores rows of time series, message by message, and saves the state of the series before any result is sent. A message that cannot be
/// used, or that was answered before, changes no series.
/// </summary>
/// <param name="format">The required format of a message.</param>
/// <param name="engine">The engine with the last rows of each series.</param>
/// <param name="state">The answered messages and the file of the state.</param>
/// <param name="hasContributions">True if the contributions of the channels are written.</param>
internal sealed class SeriesPass(MessageFormat format, VaeSeriesEngine engine, SeriesState state, bool hasContributions)
    : IMessagePass
{
    private readonly string[] header =
    [
        format.IdName,
        .. new ScoreWriter(keepScores: false, hasContributions ? engine.Series.Channels : null).Header,
    ];

    /// <inheritdoc />
    public bool NeedsAllMessages => true;

    /// <inheritdoc />
    public IReadOnlyDictionary<string, long> UnknownTexts { get; } = new Dictionary<string, long>();

    /// <inheritdoc />
    public IReadOnlyList<MessageOutcome> Run(IReadOnlyList<QueuedMessage> messages)
    {
        MessageOutcome[] outcomes = [.. messages.Select(message => state.Find(message) ?? Answer(message))];
        state.Save();
        return outcomes;
    }

    /// <inheritdoc />
    public void Acknowledged(QueuedMessage message) => state.Forget(message);

    private MessageOutcome Answer(QueuedMessage message)
    {
        try
        {
            var rows = format.Open(message);
            Check(rows);
            // Rare: most results are certainly within the limit.
            using var before = IsSurelyWithinLimit(rows) ? null : new MemoryStream();
            if (before is not null)
            {
                engine.SaveCheckpoint(before);
            }

            try
            {
                return state.Add(Score(rows));
            }
            catch (CommandException) when (before is not null)
            {
                before.Position = 0;
                engine.RestoreCheckpoint(before);
                throw;
            }
        }
        catch (CommandException e)
        {
            return MessageOutcome.Poisoned(message, e.Message);
        }
    }

    // Reads the whole message before the first row is scored: if a row cannot be used, the rows before it must not be in a window.
    private void Check(MessageRows rows)
    {
        Dictionary<string, double> lastTimes = new(StringComparer.Ordinal);
        SeriesCells cells = new(rows, engine.Series);
        foreach (var reader in rows.File.ReadRecords())
        {
            cells.Read(reader);
            var isFirst = !lastTimes.TryGetValue(cells.Name, out var last);
            last = isFirst ? engine.LastTime(cells.Name) : last;
            // Within a message, rows may have the same time. After a message, they would be rows that were sent again.
            if (cells.Time < last || (isFirst && cells.Time == last))
            {
                throw new CommandException(Late(rows, reader, cells.Name, isFirst));
            }

            lastTimes[cells.Name] = cells.Time;
        }
    }

    private string Late(MessageRows rows, CsvReader reader, string series, bool isFirst) =>
        $"{rows.File.Place(reader)}, column '{engine.Series.TimeColumn}': the row is {(isFirst ? "not later than the last row" : "earlier than the row before it")}"
        + $"{(series.Length == 0 ? "" : $" of series '{series}'")}. A stream is scored in the order of time, so that the message was not used. "
        + "Send each row once, in order.";

    private MessageOutcome Score(MessageRows rows)
    {
        var contributions = hasContributions ? new float[engine.Series.Channels.Count] : [];
        SeriesCells cells = new(rows, engine.Series);
        using ResultText result = new(header, rows.Message.RowEstimate, format.ByteLimit);
        foreach (var reader in rows.File.ReadRecords())
        {
            cells.Read(reader);
            var scored = engine.Score(cells.Name, cells.Values, cells.Time, contributions);
            result.RowCount++;
            result.Csv.WriteField(rows.Id(reader, result.RowCount), CsvQuoting.WhenNeededOrWhitespace);
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

    // Ids are at most twice as long as in the message, because of their quotes; a number has at most 16 characters with its comma.
    private bool IsSurelyWithinLimit(MessageRows rows) =>
        header.Sum(name => 2L * name.Length + 3)
            + (2L * rows.Message.Body.Length)
            + ((rows.Message.RowEstimate + 2L) * 16 * (header.Length + 1))
        < format.ByteLimit;
}
