namespace VaeMlNet.Tooling;

/// <summary>An error whose message is written for the person at the keyboard: shown as one line, exit code 1.</summary>
internal sealed class CommandException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What was being done to which named thing, expected against actual, what to do next.</param>
    /// <param name="innerException">The cause, shown with <c>--verbose</c>.</param>
    public CommandException(string message, Exception? innerException = null)
        : base(message, innerException) { }
}
