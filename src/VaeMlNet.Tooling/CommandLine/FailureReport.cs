namespace VaeMlNet.Tooling;

/// <summary>Turns an exception into one line on the error stream and an exit code.</summary>
internal static class FailureReport
{
    /// <summary>Writes the line, and with <paramref name="verbose"/> the whole exception.</summary>
    /// <returns>
    /// <see cref="ExitCode.Canceled"/> after a cancellation, <see cref="ExitCode.ClosedOutput"/> when nobody read on, else
    /// <see cref="ExitCode.Error"/>.
    /// </returns>
    public static int Write(
        Exception exception,
        CommandTerminal terminal,
        bool verbose,
        CancellationToken cancellationToken
    )
    {
        if (exception.FindCause<ClosedOutputException>() is not null)
        {
            return ExitCode.ClosedOutput;
        }

        var canceled =
            cancellationToken.IsCancellationRequested && exception.FindCause<OperationCanceledException>() is not null;
        var line = canceled
            ? $"{terminal.ToolName}: canceled{exception.FindCause<CanceledException>()?.Message ?? "; nothing is left half-written."}"
            : $"{terminal.ToolName}: error: {TerminalText.JoinLines(Cause(exception).Message)}";
        terminal.WriteErrorLine(line);
        if (verbose)
        {
            WriteAll(exception, terminal);
        }

        return canceled ? ExitCode.Canceled : ExitCode.Error;
    }

    // Not the exception's own text, in which a line break of a name would begin a line.
    private static void WriteAll(Exception exception, CommandTerminal terminal)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            terminal.WriteErrorLine($"{cause.GetType()}: {TerminalText.JoinLines(cause.Message)}");
            terminal.Error.WriteLine(cause.StackTrace);
        }
    }

    // ML.NET wraps what a worker thread met while reading ("Splitter/consolidator worker encountered exception while
    // consuming source data"): the message written for people is further inside.
    private static Exception Cause(Exception exception)
    {
        return exception.FindCause<CommandException>()
            ?? (Exception?)exception.FindCause<VaeModelException>()
            ?? Innermost(exception);
    }

    private static Exception Innermost(Exception exception)
    {
        var wrapper =
            exception is AggregateException || exception.Message.StartsWith("Splitter/", StringComparison.Ordinal);
        return wrapper && exception.InnerException is { } inner ? Innermost(inner) : exception;
    }
}
