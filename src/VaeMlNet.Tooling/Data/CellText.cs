namespace VaeMlNet.Tooling;

/// <summary>Interprets the text of a cell.</summary>
internal static class CellText
{
    private const int LongestWord = 5;

    // Compared ignoring case, because programs write them in different case.
    private static readonly string[] MissingMarks = ["NA", "NaN", "null", "?"];

    /// <summary>Returns whether the cell is missing: empty, NA, NaN, null or ?, in any case.</summary>
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

    /// <summary>Returns whether a text contains the replacement character for bytes that are not UTF-8.</summary>
    public static bool IsBroken(string text) => text.Contains('\ufffd', StringComparison.Ordinal);

    /// <summary>Returns whether the cell is a number with a decimal comma.</summary>
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

    /// <summary>Reads a number in the invariant culture. A number above the range of float32 is infinite.</summary>
    public static bool TryNumber(ReadOnlySpan<byte> cell, out float value) => NumberText.TryParse(cell, out value);

    /// <summary>Reads true or false, in any case.</summary>
    public static bool TryBoolean(ReadOnlySpan<byte> cell, out bool value)
    {
        value = IsWord(cell, bool.TrueString);
        return value || IsWord(cell, bool.FalseString);
    }

    /// <summary>Reads true, false, 1 or 0: the cells of a column that is known to be Boolean.</summary>
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
