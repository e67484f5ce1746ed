namespace VaeMlNet.Tooling;

/// <summary>A cancellation that the person at the keyboard should know more of: shown as one line, exit code 130.</summary>
/// <param name="message">What was cut off, what is kept, and how to go on.</param>
/// <param name="innerException">The cancellation.</param>
internal sealed class CanceledException(string message, OperationCanceledException innerException)
    : OperationCanceledException(message, innerException);
