namespace VaeMlNet.OnnxExport;

/// <summary>
/// The exception that is thrown if a module or graph cannot be expressed in ONNX, or if a file cannot be written. The message
/// names the module (its path in the tree and its type), value or file, says what was expected and found, and what to do next.
/// </summary>
public sealed class OnnxExportException : Exception
{
    /// <summary>Creates an exception without a message.</summary>
    public OnnxExportException() { }

    /// <summary>Creates an exception with a message.</summary>
    /// <param name="message">The message, which names the failure and what to do next.</param>
    public OnnxExportException(string message)
        : base(message) { }

    /// <summary>Creates an exception with a message and the error that caused it.</summary>
    /// <param name="message">The message, which names the failure and what to do next.</param>
    /// <param name="innerException">The cause.</param>
    public OnnxExportException(string message, Exception innerException)
        : base(message, innerException) { }
}
