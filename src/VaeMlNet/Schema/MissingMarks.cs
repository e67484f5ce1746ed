namespace VaeMlNet;

/// <summary>The texts that programs write for a missing value.</summary>
internal static class MissingMarks
{
    // Compared without regard to case, because programs disagree about the case of each of them.
    private static readonly string[] Always =
    [
        "NA",
        "N/A",
        "#N/A",
        "<NA>",
        "NaN",
        "null",
        "(null)",
        "n.a.",
        "\\N",
        "?",
        "-",
        "--",
        ".",
        "..",
        "NaT",
        "#NULL!",
        "#VALUE!",
        "#DIV/0!",
        "#REF!",
    ];

    // Among texts these are values: a person may have no car, and a cause may be unknown.
    private static readonly string[] AmongNumbers =
    [
        "none",
        "nil",
        "unknown",
        "missing",
        "not available",
        "not applicable",
        "n.d.",
        "nd",
        "---",
        "–",
        "—",
        "...",
        "…",
        "~",
        "*",
        "**",
        "***",
        "tbd",
        "undefined",
    ];

    private const int Longest = 14;

    /// <summary>Returns whether a text is one of the marks.</summary>
    /// <param name="cell">The text.</param>
    /// <param name="hasNumbers">True if the column has numbers or dates. Among these, words have no meaning of their own.</param>
    public static bool Contain(ReadOnlySpan<char> cell, bool hasNumbers) =>
        cell is ['0', ..]
            ? IsZeroDate(cell)
            : cell is { Length: > 0 and <= Longest }
                && !char.IsAsciiDigit(cell[0])
                && (IsOneOf(cell, Always) || (hasNumbers && IsOneOf(cell, AmongNumbers)));

    // MySQL and SAP write a missing date so.
    private static bool IsZeroDate(ReadOnlySpan<char> cell) =>
        cell is "00.00.0000" or "00/00/0000" or "0000-00-00" or "0000-00-00 00:00:00" or "0000-00-00T00:00:00";

    private static bool IsOneOf(ReadOnlySpan<char> cell, string[] marks)
    {
        foreach (var mark in marks)
        {
            if (cell.Equals(mark, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
