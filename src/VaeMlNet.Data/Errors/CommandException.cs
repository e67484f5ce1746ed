namespace VaeMlNet.Data;

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

    /// <summary>Gets the fault of a row that the error is about, without its place. Default: null, another error.</summary>
    public CellFault? Fault { get; init; }
}

/// <summary>A cancellation with a message for the user, which is shown as one line. The exit code is 130.</summary>
/// <param name="message">A description of what was canceled, what is kept and how to continue.</param>
/// <param name="innerException">The cancellation.</param>
internal sealed class CanceledException(string message, OperationCanceledException innerException)
    : OperationCanceledException(message, innerException);

/// <summary>
/// An error of the command line, found before or after it was parsed. It is shown as one line. The exit code is 2.
/// </summary>
internal sealed class UsageException(string message, Exception? innerException = null)
    : Exception(message, innerException);
