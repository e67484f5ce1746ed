namespace VaeMlNet.Tooling;

/// <summary>A cancellation with a message for the user, which is shown as one line. The exit code is 130.</summary>
/// <param name="message">A description of what was canceled, what is kept and how to continue.</param>
/// <param name="innerException">The cancellation.</param>
internal sealed class CanceledException(string message, OperationCanceledException innerException)
    : OperationCanceledException(message, innerException);
