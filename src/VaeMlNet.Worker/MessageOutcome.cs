namespace VaeMlNet.Worker;

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

    /// <summary>The longest reason: a stranger's header may be in it, and it goes into one frame with the message's own.</summary>
    private const int LongestFault = 1000;

    /// <summary>The outcome of a message that cannot be used.</summary>
    /// <param name="message">The message.</param>
    /// <param name="fault">Why; made one line that can be shown on a terminal, and cut where it is too long.</param>
    public static MessageOutcome Poisoned(QueuedMessage message, string fault)
    {
        // Cut first, because escapes are longer: six characters for one.
        var start = fault.Length <= LongestFault ? fault : fault[..LongestFault];
        var shown = TerminalText.JoinLines(start);
        var isCut = fault.Length > LongestFault || shown.Length > LongestFault;
        return new(
            message,
            Result: null,
            Fault: isCut ? $"{shown.AsSpan(0, Math.Min(shown.Length, LongestFault))} ..." : shown
        );
    }
}
