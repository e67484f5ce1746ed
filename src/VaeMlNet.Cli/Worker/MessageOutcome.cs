namespace VaeMlNet.Cli.Worker;

/// <summary>What became of a message.</summary>
/// <param name="Message">The message.</param>
/// <param name="Result">The result's CSV text; null where there is none.</param>
/// <param name="RowCount">Rows of the result.</param>
/// <param name="Fault">Why the message cannot be used; null where it can.</param>
internal sealed record MessageOutcome(
    QueuedMessage Message,
    ReadOnlyMemory<byte>? Result,
    int RowCount = 0,
    string? Fault = null
)
{
    /// <summary>The outcome of a message whose result was confirmed before: it is acknowledged, and nothing else.</summary>
    public static MessageOutcome Known(QueuedMessage message) => new(message, Result: null);

    /// <summary>The outcome of a message that cannot be used.</summary>
    public static MessageOutcome Poisoned(QueuedMessage message, string fault) =>
        new(message, Result: null, Fault: fault);
}
