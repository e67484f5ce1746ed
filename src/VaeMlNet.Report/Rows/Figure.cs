using System.Globalization;
using System.Text;

namespace VaeMlNet.Report;

/// <summary>Formats numbers for people: without exponents where digits can be counted, and with commas where they cannot.</summary>
internal static class Figure
{
    /// <summary>The text of a value that is not finite.</summary>
    public const string None = "–";

    private const int Digits = 4;
    private const double LeastWithCommas = 10_000; // so that years stay as people write them
    private const double LeastWithExponent = 1e15;
    private const double MostWithExponent = 1e-6;
    private const int MostDecimals = 14;
    private const int DigitsOfFloats = 9;
    private const float LeastWithoutFraction = 1e7f;

    /// <summary>
    /// Formats a number with some significant digits. All digits before the decimal point stay. Returns – where the value is not
    /// finite.
    /// </summary>
    public static string Number(double value, int digits = Digits)
    {
        var size = Math.Abs(value);
        return !double.IsFinite(value) ? None
            : size == 0 ? "0"
            : size is >= LeastWithExponent or < MostWithExponent ? WithExponent(value, digits)
            : Decimal(value, Math.Clamp(digits - 1 - (int)Math.Floor(Math.Log10(size)), 0, MostDecimals));
    }

    /// <summary>Formats a cell of the data with all of its digits. Returns – where the value is not finite.</summary>
    public static string Cell(float value)
    {
        var exact = Math.Abs(value) < LeastWithoutFraction ? Shortest(value) : value;
        return Number(exact, DigitsOfFloats);
    }

    /// <summary>Returns the number with the fewest digits that is this float: as a double, 0.1 would be 0.100000001.</summary>
    public static double Shortest(float value) =>
        double.Parse(value.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>Reads a number; null if the text is none.</summary>
    public static double? Parse(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Formats a number with a fixed number of decimals. Returns – where the value is not finite.</summary>
    public static string Fixed(double value, int decimals)
    {
        var format = Math.Abs(value) >= LeastWithCommas ? "N" : "F";
        return double.IsFinite(value)
            ? WithoutNegativeZero(value.ToString($"{format}{decimals}", CultureInfo.InvariantCulture))
            : None;
    }

    /// <summary>Formats a count with commas.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Formats a count with its noun.</summary>
    /// <param name="value">The count.</param>
    /// <param name="noun">The noun for one thing.</param>
    /// <param name="plural">The noun for several things. Default: null, the noun with s.</param>
    public static string Count(long value, string noun, string? plural = null) =>
        $"{Count(value)} {(value == 1 ? noun : plural ?? $"{noun}s")}";

    /// <summary>Formats a share as a percentage, with more digits where it is small.</summary>
    public static string Percent(double share) =>
        !double.IsFinite(share) ? None
        : share is > 0 and < 0.00005 ? "< 0.01 %"
        : share is > 0 and < 0.0995 ? FormattableString.Invariant($"{100 * share:0.##} %")
        : FormattableString.Invariant($"{100 * share:0.#} %");

    /// <summary>Formats a p-value. Those below 0.001 are not written out, because nobody decides by their digits.</summary>
    public static string PValue(double value) =>
        !double.IsFinite(value) ? None
        : value < 0.001 ? "< 0.001"
        : value.ToString("0.###", CultureInfo.InvariantCulture);

    private static string Decimal(double value, int decimals)
    {
        var format = new StringBuilder(Math.Abs(value) >= LeastWithCommas ? "#,##0" : "0");
        if (decimals > 0)
        {
            format.Append('.').Append('#', decimals);
        }

        return WithoutNegativeZero(value.ToString(format.ToString(), CultureInfo.InvariantCulture));
    }

    private static string WithoutNegativeZero(string text) =>
        text.StartsWith('-') && text.All(c => c is '-' or '0' or '.') ? text[1..] : text;

    private static string WithExponent(double value, int digits)
    {
        var parts = value.ToString($"E{digits - 1}", CultureInfo.InvariantCulture).Split('E');
        var mantissa = parts[0].Contains('.') ? parts[0].TrimEnd('0').TrimEnd('.') : parts[0];
        var exponent = int.Parse(parts[1], CultureInfo.InvariantCulture);
        var raised = string.Concat(exponent.ToString(CultureInfo.InvariantCulture).Select(Raise));
        return $"{mantissa} × 10{raised}";
    }

    private static char Raise(char digit) => digit == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit - '0'];
}
