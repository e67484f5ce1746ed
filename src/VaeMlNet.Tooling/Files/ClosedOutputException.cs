namespace VaeMlNet.Tooling;

/// <summary>The reader of the output has ended, as <c>head</c> does: no error, but the end.</summary>
/// <param name="innerException">The error of writing.</param>
internal sealed class ClosedOutputException(IOException innerException)
    : Exception("The output is a pipe without a reader.", innerException);
