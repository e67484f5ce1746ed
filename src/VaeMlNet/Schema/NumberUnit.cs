using System.Text.RegularExpressions;

namespace VaeMlNet;

/// <summary>The texts around the numbers of a column, such as a currency before and a unit after each.</summary>
/// <param name="Prefix">The text before the digits.</param>
/// <param name="Suffix">The text after the digits, with the blank before it.</param>
internal sealed partial record NumberUnit(string Prefix, string Suffix)
{
    private const int LongestUnit = 12;
    private const string Currencies = "$€£¥₹₩₽₺₫₴¢";

    /// <summary>Returns whether a cell is a zero without a unit, which is zero in every unit.</summary>
    public static bool IsZero(ReadOnlySpan<char> cell) => cell is "0" or "0.0" or "0,0";

    /// <summary>Finds the number in a cell, and the unit around it.</summary>
    /// <returns>The unit; null where the cell is no number with a unit.</returns>
    public static NumberUnit? Find(ReadOnlySpan<char> cell)
    {
        if (!TryFindNumber(cell, out var first, out var end))
        {
            return null;
        }

        if (cell is ['(', .. var amount, ')'])
        {
            return Find(amount);
        }

        var prefix = cell[..first].TrimStart("-+\u2212");
        prefix = prefix.TrimEnd("-");
        var suffix = cell[end..];
        if (suffix is "-" or ['-', ' ', ..] && cell[first..end].ContainsAny('.', ','))
        {
            suffix = suffix[1..]; // 580,90- EUR
        }

        return IsPrefix(prefix) && IsSuffix(suffix) && (prefix.Length > 0 || suffix.Length > 0)
            ? new NumberUnit(prefix.ToString(), suffix.ToString())
            : null;
    }

    /// <summary>Returns the first number in a text, without its sign and unit; empty where it has none.</summary>
    public static ReadOnlySpan<char> NumberIn(ReadOnlySpan<char> text) =>
        TryFindNumber(text, out var first, out var end) ? text[first..end] : [];

    /// <summary>Returns the text after the first number; empty where there is none.</summary>
    public static ReadOnlySpan<char> TextAfterNumber(ReadOnlySpan<char> text) =>
        TryFindNumber(text, out _, out var end) ? text[end..] : [];

    /// <summary>Removes the sign and the unit of a cell.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="prefix">The text before the digits.</param>
    /// <param name="suffix">The text after the digits. A blank before it may lack or be there.</param>
    /// <param name="isNegative">True if the cell has a minus sign.</param>
    /// <param name="number">The number without sign; with its sign where there is no unit.</param>
    /// <returns>True if the cell has the unit.</returns>
    public static bool TryStrip(
        ReadOnlySpan<char> cell,
        string prefix,
        string suffix,
        out bool isNegative,
        out ReadOnlySpan<char> number
    )
    {
        // Accounting writes ($5.00) for -$5.00. Without a unit, parentheses are part of the number.
        if (cell is ['(', .. var amount, ')'] && (prefix.Length > 0 || suffix.Length > 0))
        {
            return TryStrip(amount, prefix, suffix, out isNegative, out number) && !isNegative && (isNegative = true);
        }

        isNegative = cell is ['-' or NumberMarks.LongMinus, ..];
        number = isNegative || cell is ['+', ..] ? cell[1..] : cell;
        if (
            number is ['-' or '+' or NumberMarks.LongMinus, ..]
            || !number.StartsWith(prefix)
            || !number.EndsWith(suffix.AsSpan().Trim())
        )
        {
            return false;
        }

        number = number[prefix.Length..];
        number = number[..^Math.Min(number.Length, suffix.AsSpan().Trim().Length)];
        if (suffix.AsSpan().TrimStart() is [>= '0' and <= '9', ..] && number is [.., >= '0' and <= '9'])
        {
            return false; // of 85.91/min, no one knows the number
        }

        number = number.TrimEnd();
        if (!isNegative && prefix.Length > 0 && number is ['-', ..])
        {
            isNegative = true;
            number = number[1..];
        }

        return true;
    }

    private static bool TryFindNumber(ReadOnlySpan<char> text, out int first, out int end)
    {
        foreach (var match in Number().EnumerateMatches(text))
        {
            (first, end) = (match.Index, match.Index + match.Length);
            return true;
        }

        (first, end) = (0, 0);
        return false;
    }

    private static bool IsPrefix(ReadOnlySpan<char> text)
    {
        var word = text.Trim();
        return word.IsEmpty
            ? text.IsEmpty
            : IsCurrencySign(word)
                || word is "Rs" or "Rs." or "kr" or "kr." or "Fr."
                || (word.Length == 3 && text.Length > 3 && IsUpper(word))
                || (word.Length is 2 or 3 && IsUpper(word[..^1]) && Currencies.Contains(word[^1]));
    }

    private static bool IsCurrencySign(ReadOnlySpan<char> word) => word.Length == 1 && Currencies.Contains(word[0]);

    private static bool IsUpper(ReadOnlySpan<char> word) => !word.ContainsAnyExceptInRange('A', 'Z');

    private static bool IsSuffix(ReadOnlySpan<char> text)
    {
        var word = text.Trim();
        if (word.IsEmpty)
        {
            return text.IsEmpty;
        }

        // "1st" is a place in an order, and no unit.
        var isOrdinal = text.Length == 2 && text is "st" or "nd" or "rd" or "th";
        return !isOrdinal
            && word.Length <= LongestUnit
            && (char.IsLetter(word[0]) || word[0] is '%' or '°' or '‰' or '"' or '1' || Currencies.Contains(word[0]))
            && !word.ContainsAny(",;:!?")
            && Digits().IsMatch(word);
    }

    // 1234, .5, 1,234.56, 1 234 567 or 1.5e-3; of "85 1/min", 85; of "Rs.517", 517
    [GeneratedRegex(
        @"((?<!\p{L})[.,])?[0-9]+([.,'\u2019][0-9]+|[ \u00a0\u202f][0-9]{3}(?![0-9]))*([eE][-+\u2212]?[0-9]+)?",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Number();

    // Texts without digits, or with those of a unit. Other digits belong to a code, such as A3, R2, Q1 or x4.
    [GeneratedRegex(
        """
            ^(1/(?=\p{L}))?                                                     # 1/min
            (
                [^0-9]
                | (?<=(?<!\p{L})([cdkmnµμNSW]?m|in|ft|yd|s)\^?)[2-4](?!\w)      # m3/h, kg/m2, Nm3
                | (?<=(?<!\p{L})([cdkmnµμW]?m|s|h|min|d|K|k?g|L|l)\^?[-\u2212])[1-4](?!\w) # m s-2
                | (?<=/)[0-9]+(?=\ ?\p{L})                                      # l/100km
                | (?<=^x?)10\^[0-9]{1,2}(?=/)                                   # 10^9/L
                | (?<=CO|NO|CH|SO|(?<!^)O)[2-4](?=\P{L}|e|$)                    # mgO2/l, kgCO2e
                | (?<=H)2(?=O)                                                  # cmH2O
            )*$
            """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Digits();
}
