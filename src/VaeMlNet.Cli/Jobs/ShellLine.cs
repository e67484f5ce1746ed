namespace VaeMlNet.Cli.Jobs;

/// <summary>A command line of vaemlnet for a POSIX shell.</summary>
internal static class ShellLine
{
    /// <summary>The command line with these arguments.</summary>
    public static string Of(IEnumerable<string> arguments) =>
        string.Join(' ', arguments.Select(Quote).Prepend("vaemlnet"));

    /// <summary>Quotes what a shell would take apart, or for a pattern of its own.</summary>
    public static string Quote(string argument) =>
        argument.All(c => char.IsAsciiLetterOrDigit(c) || "-_./=,:+%@".Contains(c, StringComparison.Ordinal))
        && argument.Length > 0
            ? argument
            : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
