using System.Text.RegularExpressions;
using Spectre.Console.Rendering;
using VaeMlNet.Texts;

namespace VaeMlNet.Tooling;

/// <summary>
/// Escapes every character that could control a terminal or change the order of a line, such as
/// <c>\u001b</c>.
/// </summary>
/// <remarks>
/// Names come from untrusted sources: file names, column names, manifests, messages of a queue. The escape is that of JSON, so
/// that JSON text keeps its meaning.
/// </remarks>
internal static partial class TerminalText
{
    // The line breaks of JavaScript, of Unicode and of terminals.
    private static readonly char[] LineBreaks = ['\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029'];

    /// <summary>
    /// Returns whether a text has no characters to escape, so that it can be shown and copied unchanged.
    /// </summary>
    public static bool IsPlain(string text) => HiddenCharacters.IndexIn(text) < 0;

    /// <summary>Escapes a text of several lines. Line ends and tabs are kept.</summary>
    public static string Escape(string text) => HiddenCharacters.Escape(text, kept: "\t\n");

    /// <summary>Escapes a text that must stay on one line. Line ends are escaped, tabs are kept.</summary>
    public static string EscapeLine(string text) => HiddenCharacters.Escape(text, kept: "\t");

    /// <summary>Escapes every character for which <see cref="IsPlain"/> is false, including tabs.</summary>
    public static string EscapeName(string text) => HiddenCharacters.Escape(text, kept: "");

    /// <summary>Escapes a message that must stay on one line, and hides the user names and passwords of its URIs.</summary>
    public static string EscapeMessage(string message) => EscapeLine(UserOfUri().Replace(message, "***@"));

    /// <summary>Joins the lines of a message with spaces, and escapes and hides the rest as <see cref="EscapeMessage"/> does.</summary>
    public static string JoinLines(string message) =>
        EscapeMessage(
            string.Join(
                ' ',
                message.Split(LineBreaks, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            )
        );

    // A password may contain any character if it was not percent-encoded.
    [GeneratedRegex("""(?<=://)[^\s'"]*@""", RegexOptions.CultureInvariant)]
    private static partial Regex UserOfUri();
}

/// <summary>
/// A line that the terminal may wrap but that contains no line ends, so that a long command in it can be copied.
/// </summary>
internal sealed class UnwrappedLine(string line) : IRenderable
{
    public Measurement Measure(RenderOptions options, int maxWidth) => new(0, maxWidth);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => [new Segment(line), Segment.LineBreak];
}
