namespace VaeMlNet.Tooling;

/// <summary>An error with a message for the user, which is shown as one line. The exit code is 1.</summary>
internal sealed class CommandException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">
    /// A description of what failed on which named thing, the expected and the actual value, and what to do next.
    /// </param>
    /// <param name="innerException">The cause. It is shown with <c>--verbose</c>.</param>
    public CommandException(string message, Exception? innerException = null)
        : base(message, innerException) { }
}
