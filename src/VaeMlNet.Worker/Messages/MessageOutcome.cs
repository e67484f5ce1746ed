namespace VaeMlNet.Worker;

/// <summary>The outcome of a message: a result, or the reason why the message cannot be used.</summary>
/// <param name="Message">The message.</param>
/// <param name="Result">The CSV text of the result; null where there is none.</param>
/// <param name="RowCount">The number of rows of the result.</param>
/// <param name="Fault">The reason why the message cannot be used; null where it can.</param>
internal sealed record MessageOutcome(
    QueuedMessage Message,
    ReadOnlyMemory<byte>? Result,
    int RowCount = 0,
    string? Fault = null
)
{
    /// <summary>
    /// Creates the outcome of a message whose result was already confirmed. It only needs an acknowledgment.
    /// </summary>
    public static MessageOutcome Known(QueuedMessage message) => new(message, Result: null);

    /// <summary>
    /// The longest reason, in characters. It may quote unknown text, and must fit one frame with the headers of the
    /// message.
    /// </summary>
    private const int LongestFault = 1000;

    /// <summary>Creates the outcome of a message that cannot be used.</summary>
    /// <param name="message">The message.</param>
    /// <param name="fault">The reason. It is shortened to a single line that is safe to show on a terminal.</param>
    public static MessageOutcome Poisoned(QueuedMessage message, string fault)
    {
        // Cuts before escaping, because an escape has up to six characters.
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
