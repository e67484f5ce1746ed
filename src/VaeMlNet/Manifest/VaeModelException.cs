namespace VaeMlNet;

/// <summary>
/// The exception that is thrown if files of a model folder are missing, damaged, inconsistent, or cannot be written.
/// </summary>
/// <remarks>
/// The message names the model folder and the file, the expected and actual facts, and what to do next. Thread safety: not safe
/// for concurrent changes, like every exception.
/// </remarks>
public sealed class VaeModelException : Exception
{
    /// <summary>Creates the exception without a message.</summary>
    public VaeModelException() { }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">The message, which names the model, the problem, and what to do next.</param>
    public VaeModelException(string message)
        : base(message) { }

    /// <summary>Creates the exception with a message and its cause.</summary>
    /// <param name="message">The message, which names the model, the problem, and what to do next.</param>
    /// <param name="innerException">The cause of the error.</param>
    public VaeModelException(string message, Exception? innerException)
        : base(message, innerException) { }
}
