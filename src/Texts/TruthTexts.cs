using System.Globalization;
using System.Text;

namespace VaeMlNet.Texts;

/// <summary>The texts that mean yes or no, in columns of Booleans and of labels.</summary>
/// <remarks>This source file is compiled into each assembly that reads such texts. Thread safety: immutable.</remarks>
internal static class TruthTexts
{
    /// <summary>The labels of anomalies that can be read, for messages.</summary>
    public const string Expected =
        "1, true, yes, y, t or on for anomalies and 0, -1, false, no, n, f or off for other rows";

    /// <summary>Gets the pairs of words, in lower case. They are compared without regard to case.</summary>
    public static IReadOnlyList<(string No, string Yes)> Words { get; } =
    [("false", "true"), ("no", "yes"), ("n", "y"), ("f", "t"), ("off", "on")];

    /// <summary>Reads true or false in any case, or 1 or 0, in UTF-8.</summary>
    public static bool TryReadBoolean(ReadOnlySpan<byte> text, out bool value)
    {
        value = text.SequenceEqual("1"u8) || Ascii.EqualsIgnoreCase(text, "true"u8);
        return value || text.SequenceEqual("0"u8) || Ascii.EqualsIgnoreCase(text, "false"u8);
    }

    /// <summary>Reads one of <see cref="Words"/>, or the number 1 for yes, and 0 or -1 for no.</summary>
    /// <param name="text">The text. White space around it does not count.</param>
    /// <returns>Null for any other text.</returns>
    public static bool? Read(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        foreach (var (no, yes) in Words)
        {
            if (text.Equals(yes, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }

            if (text.Equals(no, StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number switch
            {
                1 => true,
                0 or -1 => false,
                _ => null,
            }
            : null;
    }
}
