using System.Globalization;
using System.Text;

namespace VaeMlNet.Texts;

/// <summary>
/// Characters of a text that are not seen, but change what is: they control a terminal, end a line, or change the order of a line. They are
/// shown as escapes such as <c>\u001b</c>.
/// </summary>
/// <remarks>This source file is compiled into each assembly that shows texts. Thread safety: immutable.</remarks>
internal static class HiddenCharacters
{
    private const int ZeroWidthNonJoiner = 0x200C;
    private const int ZeroWidthJoiner = 0x200D;

    /// <summary>Returns the position of the first hidden character; -1 if there is none.</summary>
    public static int IndexIn(string text)
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

    /// <summary>Escapes the hidden characters of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="kept">Characters that are not escaped. If '\n' is kept, '\r' before it is kept too.</param>
    public static string Escape(string text, string kept)
    {
        var first = IndexIn(text);
        if (first < 0)
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 16).Append(text.AsSpan(0, first));
        for (var i = first; i < text.Length; )
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
