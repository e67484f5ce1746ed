using System.Globalization;

namespace VaeMlNet.Worker;

/// <summary>What a worker has done.</summary>
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

    /// <summary>The counts in words.</summary>
    /// <param name="participle">What was done to the rows: scored or encoded.</param>
    public string Describe(string participle) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{participle} {rows} rows of {results} messages; {deadLetters} dead letters; {known} redeliveries recognized"
        );
}
