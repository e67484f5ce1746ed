namespace VaeMlNet.Tooling;

/// <summary>The rows of a block could not be read or used.</summary>
/// <param name="cause">The error. Its message has the row's place in the block, not in the file.</param>
internal sealed class CsvBlockException(Exception cause) : Exception(cause.Message, cause);
