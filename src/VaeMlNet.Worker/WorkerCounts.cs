namespace VaeMlNet.Worker;

/// <summary>Counts the messages and rows that a worker has processed.</summary>
internal sealed class WorkerCounts
{
    private long rows;
    private long results;
    private long deadLetters;
    private long known;

    /// <summary>Counts a message that was acknowledged.</summary>
    public void Add(MessageOutcome outcome)
    {
        rows += outcome.RowCount;
        results += outcome.Result is null ? 0 : 1;
        deadLetters += outcome.Fault is null ? 0 : 1;
        known += outcome.Result is null && outcome.Fault is null ? 1 : 0;
    }

    /// <summary>Returns the counts as text.</summary>
    /// <param name="participle">The operation on the rows: scored or encoded.</param>
    public string Describe(string participle) =>
        FormattableString.Invariant(
            $"{participle} {rows} rows of {results} messages; {deadLetters} dead letters; {known} redeliveries recognized"
        );
}
