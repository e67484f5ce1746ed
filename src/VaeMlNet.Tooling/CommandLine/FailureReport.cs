namespace VaeMlNet.Tooling;

/// <summary>Reports an exception as one line on the error stream and an exit code.</summary>
internal static class FailureReport
{
    private static readonly string[] Wrappers = ["Splitter/", "Exception thrown in "];

    /// <summary>Writes the line, and the complete exception if <paramref name="verbose"/> is true.</summary>
    /// <returns>
    /// <see cref="ExitCode.Canceled"/> after a cancellation, <see cref="ExitCode.ClosedOutput"/> when the reader of the output ended,
    /// otherwise <see cref="ExitCode.Error"/>.
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
            ? $"{terminal.ToolName}: canceled{exception.FindCause<CanceledException>()?.Message ?? "; no incomplete file is left."}"
            : $"{terminal.ToolName}: error: {TerminalText.JoinLines(Describe(Cause(exception)))}";
        terminal.WriteErrorLine(line);
        if (verbose)
        {
            WriteAll(exception, terminal);
        }

        return canceled ? ExitCode.Canceled : ExitCode.Error;
    }

    // Writes each message separately, because a line break of a name in the text of an exception could start a line.
    private static void WriteAll(Exception exception, CommandTerminal terminal)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            terminal.WriteErrorLine($"{cause.GetType()}: {TerminalText.JoinLines(cause.Message)}");
            terminal.Error.WriteLine(cause.StackTrace);
        }
    }

    /// <summary>Returns the message of an exception for people.</summary>
    internal static string Describe(Exception cause) =>
        cause is OutOfMemoryException
            ? "There is not enough memory. Use fewer rows or columns, a smaller network or smaller batches, or allow the process more memory."
        : FindPresentAssembly(cause) is { } file
            ? $"'{file}' is there, but could not be loaded. Too few open files may be allowed: try again after 'ulimit -n 1024'."
        // The name of the parameter says nothing to a user of the command line.
        : cause is ArgumentException { ParamName: { } parameter }
            ? cause.Message.Replace($" (Parameter '{parameter}')", "", StringComparison.Ordinal)
        : cause.Message;

    /// <summary>
    /// Returns the file of an assembly of this tool that .NET says is missing, although it is there: .NET says so if it cannot open one more
    /// file. Returns null for other errors.
    /// </summary>
    private static string? FindPresentAssembly(Exception cause)
    {
        var name =
            cause is FileNotFoundException { FileName: { } missing } ? missing
            : cause is FileLoadException { FileName: { } unreadable } ? unreadable
            : "";
        var file = Path.Combine(AppContext.BaseDirectory, $"{name.Split(',')[0]}.dll");
        return name.Contains("Version=", StringComparison.Ordinal) && File.Exists(file) ? file : null;
    }

    // ML.NET wraps an exception of a reading thread ("Splitter/consolidator worker encountered exception while consuming source data") and of a
    // thread that writes .idv ("Exception thrown in cursoring"). The message for people is in an inner exception.
    private static Exception Cause(Exception exception)
    {
        return exception.FindCause<CommandException>()
            ?? (Exception?)exception.FindCause<VaeModelException>()
            ?? Innermost(exception);
    }

    private static Exception Innermost(Exception exception)
    {
        var wrapper =
            exception is AggregateException
            || Array.Exists(Wrappers, start => exception.Message.StartsWith(start, StringComparison.Ordinal));
        return wrapper && exception.InnerException is { } inner ? Innermost(inner) : exception;
    }
}
