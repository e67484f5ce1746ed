namespace VaeMlNet.Tooling;

/// <summary>The command line itself is wrong, found out before or after it was parsed: one line, exit code 2.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="innerException">The cause.</param>
internal sealed class UsageException(string message, Exception? innerException = null)
    : Exception(message, innerException);
