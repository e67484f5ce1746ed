using System.Buffers;
using System.Globalization;

namespace VaeMlNet.Tooling;

/// <summary>
/// Writes a command line as text for a shell. All commands that are printed or written to a script are created here.
/// </summary>
internal static class ShellLine
{
    // The tilde, the caret and the exclamation mark are not included, because some shells replace them.
    private static readonly SearchValues<char> PlainInPosix = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./=,:+%@"
    );

    // PowerShell splits at commas and replaces words that begin with '@'.
    private static readonly SearchValues<char> PlainInPowerShell = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./\\=:+"
    );

    // PowerShell treats typographic quotation marks like the plain one.
    private static readonly char[] PowerShellQuotes = ['\'', '\u2018', '\u2019', '\u201A', '\u201B'];

    /// <summary>Returns whether a shell and a terminal can take these arguments unchanged.</summary>
    /// <remarks>A line break or another control character in a name could end the line, a comment or the terminal's mode.</remarks>
    public static bool CanShow(IEnumerable<string> arguments) => arguments.All(TerminalText.IsPlain);

    /// <summary>
    /// Returns the command line for the shell of this system: PowerShell on Windows, a POSIX shell elsewhere.
    /// </summary>
    /// <param name="arguments">The arguments. <see cref="CanShow"/> must be true for them.</param>
    /// <exception cref="CommandException">An argument has a control character.</exception>
    public static string Format(IReadOnlyList<string> arguments) =>
        OperatingSystem.IsWindows() ? PowerShell(arguments) : Posix(arguments);

    /// <summary>Returns the command line for a POSIX shell.</summary>
    /// <inheritdoc cref="Format"/>
    public static string Posix(IReadOnlyList<string> arguments) => Join(arguments, QuotePosix);

    /// <summary>Returns the command line for PowerShell.</summary>
    /// <inheritdoc cref="Format"/>
    public static string PowerShell(IReadOnlyList<string> arguments) => Join(arguments, QuotePowerShell);

    /// <summary>Quotes a word for a POSIX shell where it needs quotes.</summary>
    /// <exception cref="CommandException">The word has a control character.</exception>
    public static string QuotePosix(string word)
    {
        Check(word);
        return IsPlain(word, PlainInPosix) ? word : InPosixQuotes(word);
    }

    /// <summary>
    /// Returns an option with its value, to copy to a command line. Returns only the name where the value cannot be
    /// shown.
    /// </summary>
    public static string Option(string name, string value)
    {
        var quoted = OperatingSystem.IsWindows() ? InPowerShellQuotes(value) : InPosixQuotes(value);
        return CanShow([value]) ? $"{name}={quoted}" : name;
    }

    /// <summary>Returns the path of a file or a folder as an argument that is not mistaken for an option.</summary>
    public static string Positional(string path) => path.StartsWith('-') ? $"./{path}" : path;

    /// <summary>Throws if a script cannot contain a text.</summary>
    public static void Check(string text)
    {
        if (!TerminalText.IsPlain(text))
        {
            throw new CommandException(
                $"'{TerminalText.EscapeName(text)}' has a line break, a control character or an invalid character, which a script "
                    + "cannot contain. Rename the file, or change the value."
            );
        }
    }

    private static string QuotePowerShell(string word)
    {
        Check(word);
        return IsPlain(word, PlainInPowerShell) ? word : InPowerShellQuotes(word);
    }

    private static string InPosixQuotes(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static string InPowerShellQuotes(string word)
    {
        var doubled = word.Select(c =>
            PowerShellQuotes.Contains(c) ? $"{c}{c}" : c.ToString(CultureInfo.InvariantCulture)
        );
        return $"'{string.Concat(doubled)}'";
    }

    private static string Join(IReadOnlyList<string> arguments, Func<string, string> quote) =>
        string.Join(' ', arguments.Select(quote).Prepend("vaemlnet"));

    // Some shells replace a word that begins with '=' by the path of a program.
    private static bool IsPlain(string word, SearchValues<char> plain) =>
        word.Length > 0 && word[0] != '=' && !word.AsSpan().ContainsAnyExcept(plain);
}
