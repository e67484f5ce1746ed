namespace VaeMlNet.Cli.Files;

/// <summary>Whoever read standard output has gone, as <c>head</c> does: no error, but the end.</summary>
/// <param name="innerException">What writing met.</param>
internal sealed class ClosedOutputException(IOException innerException)
    : Exception("Nobody reads standard output any more.", innerException);
