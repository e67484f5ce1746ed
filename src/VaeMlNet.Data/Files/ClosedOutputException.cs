namespace VaeMlNet.Data;

/// <summary>The reader of the output ended, as <c>head</c> does. This ends the tool without an error.</summary>
internal sealed class ClosedOutputException(IOException innerException)
    : Exception("The output is a pipe whose reader has ended.", innerException);
