namespace VaeMlNet.Tooling;

/// <summary>What the text of one cell means.</summary>
internal static class CellText
{
    private const int LongestWord = 5;

    // Ordinal ignoring case: programs disagree about the case of each of them.
    private static readonly string[] MissingMarks = ["NA", "NaN", "null", "?"];

    /// <summary>Whether the cell says that there is no value: empty, NA, NaN, null or ?, in any case.</summary>
    public static bool IsMissing(ReadOnlySpan<byte> cell)
    {
        if (cell.IsEmpty)
        {
            return true;
        }

        foreach (var mark in MissingMarks)
        {
            if (IsWord(cell, mark))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a text has what stands for bytes that are no UTF-8.</summary>
    public static bool IsBroken(string text) => text.Contains('\ufffd', StringComparison.Ordinal);

    /// <summary>Whether the cell would be a number if the one comma in it were a point.</summary>
    public static bool HasDecimalComma(ReadOnlySpan<byte> cell)
    {
        if (cell.Count((byte)',') != 1 || cell.Length > 64)
        {
            return false;
        }

        Span<byte> mended = stackalloc byte[cell.Length];
        cell.Replace(mended, (byte)',', (byte)'.');
        return TryNumber(mended, out _);
    }

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
