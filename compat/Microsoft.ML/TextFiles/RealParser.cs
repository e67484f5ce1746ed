using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>Parses real numbers with ML.NET's grammar, which has no groups of digits and knows ? as missing.</summary>
internal sealed class RealParser(TextFormat format)
{
    // Powers of ten beyond these make a float infinite or zero.
    private const int MaximumExponent = 39;
    private const int MinimumExponent = -65;

    // More digits do not change a number; they only count.
    private const ulong MaximumDigits = (ulong.MaxValue - 9) / 10;

    private static readonly double[] PowersOfTen = Enumerable
        .Range(MinimumExponent, MaximumExponent - MinimumExponent + 1)
        .Select(exponent => double.Parse($"1e{exponent}", CultureInfo.InvariantCulture))
        .ToArray();

    private readonly char _decimalMarker = format.DecimalMarker;
    private readonly bool _emptyIsNaN = format.MissingRealsAsNaNs;

    public bool TryParseSingle(ReadOnlyMemory<char> text, out float value)
    {
        var trimmed = Trim(text.Span);
        if (TryParseSpecial(trimmed, out var special))
        {
            value = (float)special;
            return true;
        }

        value = 0;
        if (!TryRead(trimmed, out var isNegative, out var digits, out var exponent))
        {
            return false;
        }
        // As in ML.NET, two roundings: to a double and then to a float.
        if (digits != 0)
        {
            value = (float)(PowerOfTen(exponent) * digits);
        }

        if (isNegative)
        {
            value = -value;
        }

        return true;
    }

    public bool TryParseDouble(ReadOnlyMemory<char> text, out double value)
    {
        var trimmed = Trim(text.Span);
        if (TryParseSpecial(trimmed, out value))
        {
            return true;
        }

        if (!TryRead(trimmed, out _, out _, out _))
        {
            return false;
        }

        var number = trimmed.ToString().Replace(',', '.');
        return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Removes whitespace; ML.NET takes no number of several characters after whitespace, so it stays there.</summary>
    private static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text)
    {
        var trimmed = text.TrimStart();
        return trimmed.Length > 1 && trimmed.Length < text.Length ? text : trimmed.TrimEnd();
    }

    private bool TryParseSpecial(ReadOnlySpan<char> text, out double value)
    {
        double? special = text switch
        {
            "" => _emptyIsNaN ? double.NaN : 0,
            "?" or "NaN" => double.NaN,
            "Infinity" or "∞" => double.PositiveInfinity,
            "-Infinity" or "-∞" => double.NegativeInfinity,
            _ => null,
        };
        value = special ?? 0;
        return special is not null;
    }

    private static double PowerOfTen(long exponent) =>
        exponent switch
        {
            > MaximumExponent => double.PositiveInfinity,
            < MinimumExponent => 0,
            _ => PowersOfTen[exponent - MinimumExponent],
        };

    /// <summary>Reads sign, digits with at most one decimal marker, and an exponent.</summary>
    private bool TryRead(ReadOnlySpan<char> text, out bool isNegative, out ulong digits, out long exponent)
    {
        (digits, exponent) = (0, 0);
        isNegative = text is ['-', ..];
        var at = isNegative || text is ['+', ..] ? 1 : 0;
        var hasDigits = false;
        var isFraction = false;
        for (; at < text.Length; at++)
        {
            if (text[at] == _decimalMarker && !isFraction)
            {
                isFraction = true;
            }
            else if (!char.IsAsciiDigit(text[at]))
            {
                break;
            }
            else
            {
                hasDigits = true;
                var isKept = digits < MaximumDigits;
                if (isKept)
                {
                    digits = (10 * digits) + (uint)(text[at] - '0');
                }

                if (isKept == isFraction)
                {
                    exponent += isFraction ? -1 : 1;
                }
            }
        }

        if (!hasDigits)
        {
            return false;
        }

        if (at == text.Length)
        {
            return true;
        }

        return text[at] is 'e' or 'E' && TryReadExponent(text[(at + 1)..], ref exponent);
    }

    private static bool TryReadExponent(ReadOnlySpan<char> text, ref long exponent)
    {
        var isNegative = text is ['-', ..];
        var digits = isNegative || text is ['+', ..] ? text[1..] : text;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        long value = 0;
        foreach (var digit in digits)
        {
            value = Math.Min((10 * value) + digit - '0', int.MaxValue);
        }

        exponent += isNegative ? -value : value;
        return true;
    }
}
