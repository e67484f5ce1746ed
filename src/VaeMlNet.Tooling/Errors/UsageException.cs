namespace VaeMlNet.Tooling;

/// <summary>
/// An error of the command line, found before or after it was parsed. It is shown as one line. The exit code is 2.
/// </summary>
/// <param name="message">A description of the error.</param>
/// <param name="innerException">The cause.</param>
internal sealed class UsageException(string message, Exception? innerException = null)
    : Exception(message, innerException);
