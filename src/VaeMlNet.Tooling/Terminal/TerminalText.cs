using System.Globalization;
using System.Text;

namespace VaeMlNet.Tooling;

/// <summary>
/// Escapes every character that could control a terminal or change the order of a line, such as
/// <c>\u001b</c>.
/// </summary>
/// <remarks>
/// Names come from untrusted sources: file names, column names, manifests, messages of a queue. The escape is that of JSON, so
/// that JSON text keeps its meaning.
/// </remarks>
internal static class TerminalText
{
    private const int ZeroWidthNonJoiner = 0x200C;
    private const int ZeroWidthJoiner = 0x200D;

    // The line breaks of JavaScript, of Unicode and of terminals.
    private static readonly char[] LineBreaks = ['\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029'];

    /// <summary>
    /// Returns whether a text has no characters to escape, so that it can be shown and copied unchanged.
    /// </summary>
    public static bool IsPlain(string text) => IndexOfHidden(text) < 0;

    /// <summary>Escapes a text of several lines. Line ends and tabs are kept.</summary>
    public static string Escape(string text) => IsPlain(text) ? text : Escape(text, "\t\n");

    /// <summary>Escapes a text that must stay on one line. Line ends are escaped, tabs are kept.</summary>
    public static string EscapeLine(string text) => IsPlain(text) ? text : Escape(text, "\t");

    /// <summary>Escapes every character for which <see cref="IsPlain"/> is false, including tabs.</summary>
    public static string EscapeName(string text) => IsPlain(text) ? text : Escape(text, "");

    /// <summary>Joins the lines of a message with spaces and escapes the rest.</summary>
    public static string JoinLines(string message) =>
        EscapeLine(
            string.Join(
                ' ',
                message.Split(LineBreaks, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            )
        );

    private static int IndexOfHidden(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            // A lone surrogate is not a character. It gives the replacement character and a failed status.
            if (Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length) != 0 || IsHidden(rune))
            {
                return i;
            }

            i += length - 1;
        }

        return -1;
    }

    // If '\n' is kept, '\r' before it is kept too.
    private static string Escape(string text, string kept)
    {
        StringBuilder escaped = new(text.Length + 16);
        for (var i = 0; i < text.Length; )
        {
            var isWhole = Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length) == 0;
            var characters = text.AsSpan(i, length);
            var isBeforeLineFeed = characters is "\r" && i + 1 < text.Length && text[i + 1] == '\n';
            var character = isBeforeLineFeed ? '\n' : text[i];
            if (kept.Contains(character, StringComparison.Ordinal) || (isWhole && !IsHidden(rune)))
            {
                escaped.Append(characters);
            }
            else
            {
                AppendEscape(escaped, characters);
            }

            i += length;
        }

        return escaped.ToString();
    }

    private static void AppendEscape(StringBuilder escaped, ReadOnlySpan<char> characters)
    {
        foreach (var character in characters)
        {
            escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
        }
    }

    // Joiners only shape letters and emoji. The format characters include those that reverse the order of a line.
    private static bool IsHidden(Rune rune) =>
        Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
            UnicodeCategory.Format => rune.Value is not (ZeroWidthJoiner or ZeroWidthNonJoiner),
            // Noncharacters, which no file format accepts.
            _ => (rune.Value & 0xFFFE) == 0xFFFE,
        };
}
