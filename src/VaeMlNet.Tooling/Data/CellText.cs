namespace VaeMlNet.Tooling;

/// <summary>What the text of one cell means.</summary>
internal static class CellText
{
    private const int LongestWord = 5;

    /// <summary>Whether a text has what stands for bytes that are no UTF-8.</summary>
    public static bool IsBroken(string text) => text.Contains('\ufffd', StringComparison.Ordinal);

    /// <summary>Reads a number in the invariant culture; one that float32 cannot hold is infinite.</summary>
    public static bool TryNumber(ReadOnlySpan<byte> cell, out float value) => NumberText.TryParse(cell, out value);

    /// <summary>Reads true or false, in any case.</summary>
    public static bool TryBoolean(ReadOnlySpan<byte> cell, out bool value)
    {
        value = IsWord(cell, bool.TrueString);
        return value || IsWord(cell, bool.FalseString);
    }

    /// <summary>Reads true, false, 1 or 0: what a column may hold of which it is known that it is Boolean.</summary>
    public static bool TryTruth(ReadOnlySpan<byte> cell, out bool value)
    {
        value = cell.SequenceEqual("1"u8);
        return value || cell.SequenceEqual("0"u8) || TryBoolean(cell, out value);
    }

    private static bool IsWord(ReadOnlySpan<byte> cell, string word)
    {
        if (cell.Length != word.Length || cell.Length > LongestWord)
        {
            return false;
        }

        for (var i = 0; i < cell.Length; i++)
        {
            if (char.ToLowerInvariant((char)cell[i]) != char.ToLowerInvariant(word[i]))
            {
                return false;
            }
        }

        return true;
    }
}
