using System.Globalization;

namespace VaeMlNet.Data;

/// <summary>
/// Reads numbers from text in the invariant culture. Parsing numbers takes most of the time of reading a CSV file.
/// </summary>
internal static class NumberText
{
    /// <summary>
    /// The largest integer up to which double has every integer. It also has every power of ten up to 10^22, so a
    /// quotient is rounded once.
    /// </summary>
    private const long LargestExact = 1L << 53;

    /// <summary>The bits of a double that float does not have, and their value half way between two floats.</summary>
    private const long LostBits = (1L << 29) - 1;
    private const long HalfWay = 1L << 28;

    private static readonly double[] PowersOfTen =
    [
        .. Enumerable.Range(0, 19).Select(power => double.Parse($"1e{power}", CultureInfo.InvariantCulture)),
    ];

    /// <summary>
    /// Reads a number with the same result as
    /// <see cref="float.TryParse(ReadOnlySpan{byte}, NumberStyles, IFormatProvider, out float)"/>, to the last bit.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out float value) =>
        TryParsePlain(text, out value)
        || float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    /// <summary>
    /// Reads fewer than 19 digits with an optional sign and an optional decimal point: nearly all numbers of tables. The quotient of
    /// two exact doubles is the nearest double (Clinger 1990). Unless it is half way between two floats, the float nearest to it is
    /// also nearest to the number.
    /// </summary>
    public static bool TryParsePlain(ReadOnlySpan<byte> text, out float value)
    {
        value = 0;
        var isNegative = text is [(byte)'-', ..];
        var digits = isNegative ? text[1..] : text;
        if (digits.Length is 0 or >= 19)
        {
            return false;
        }

        long number = 0;
        var point = -1;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[i] - (uint)'0';
            if (digit <= 9)
            {
                number = (10 * number) + digit;
            }
            else if (digits[i] == '.' && point < 0 && digits.Length > 1)
            {
                point = i;
            }
            else
            {
                return false;
            }
        }

        var magnitude = number / PowersOfTen[point < 0 ? 0 : digits.Length - 1 - point];
        value = (float)(isNegative ? -magnitude : magnitude);
        return number <= LargestExact && (BitConverter.DoubleToInt64Bits(magnitude) & LostBits) != HalfWay;
    }
}
