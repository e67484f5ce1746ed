using System.Buffers;
using System.Globalization;

namespace VaeMlNet;

/// <summary>The marks in the numbers of a column.</summary>
/// <param name="Decimal">The mark before decimals: a point or a comma.</param>
/// <param name="Group">The mark between groups of three digits; null for none. A blank stands for all kinds of blanks.</param>
internal readonly record struct NumberMarks(char Decimal, char? Group)
{
    private const int LongestNumber = 64;
    private const double LargestWholeFloat = 1 << 24;

    /// <summary>The minus sign of typography, as Wikipedia and office programs write it.</summary>
    public const char LongMinus = '\u2212';

    /// <summary>The marks between groups of three digits.</summary>
    public const string Groups = "., '";

    private const string MarksButPoint = ",' \u00a0\u202f\u2019";
    private static readonly SearchValues<char> Marks = SearchValues.Create("." + MarksButPoint);
    private static readonly SearchValues<char> OtherMarks = SearchValues.Create(MarksButPoint);

    /// <summary>The marks that numbers are tried with, in the order of preference.</summary>
    public static readonly NumberMarks[] All =
    [
        new('.', null),
        new(',', null),
        new('.', ','),
        new(',', '.'),
        new('.', ' '),
        new(',', ' '),
        new('.', '\''),
    ];

    /// <summary>Returns whether a text has one of the marks, so that not all marks read it the same.</summary>
    public static bool AreIn(ReadOnlySpan<char> number) => number.IndexOfAny(Marks) >= 0;

    /// <summary>Returns whether a text has marks other than points. Without them, all marks with a decimal point read it the same.</summary>
    public static bool AreOtherThanPoints(ReadOnlySpan<char> number) => number.IndexOfAny(OtherMarks) >= 0;

    /// <summary>Reads a number. Groups must have three digits each, the first one to three.</summary>
    public bool TryRead(ReadOnlySpan<char> number, out double value)
    {
        value = 0;
        if (number is ['(', .. var amount, ')'])
        {
            // Accounting writes (5.00) for -5.00.
            var isRead = !amount.IsEmpty && char.IsAsciiDigit(amount[^1]) && TryRead(amount, out value) && value >= 0;
            value = -value;
            return isRead;
        }

        if (number is [.. var positive, '-'])
        {
            // SAP writes 580,90- for -580,90. Without a mark, 2- may be a grade.
            var isRead =
                positive.ContainsAny('.', ',')
                && char.IsAsciiDigit(positive[^1])
                && TryRead(positive, out value)
                && value >= 0;
            value = -value;
            return isRead;
        }

        if (number.IsEmpty || number.Length > LongestNumber)
        {
            return number.Length > LongestNumber && Decimal == '.' && TryReadPlain(number, out value);
        }

        Span<char> plain = stackalloc char[number.Length];
        var length = 0;
        var digitsInGroup = 0;
        var groups = 0;
        var hasPoint = false;
        foreach (var c in number)
        {
            if (char.IsAsciiDigit(c))
            {
                digitsInGroup++;
            }
            else if (!hasPoint && IsGroup(c))
            {
                // No one writes 0,125 for 125.
                var isZero = groups == 0 && length > 0 && plain[length - 1] == '0' && digitsInGroup == 1;
                if (digitsInGroup is 0 or > 3 || isZero || (groups > 0 && digitsInGroup != 3))
                {
                    return false;
                }

                groups++;
                digitsInGroup = 0;
                continue;
            }
            else if (c == Decimal && !hasPoint)
            {
                if (groups > 0 && digitsInGroup != 3)
                {
                    return false;
                }

                hasPoint = true;
                plain[length++] = '.';
                continue;
            }
            else if (
                c is '.' or ','
                || (c is not ('e' or 'E' or '+' or '-' or LongMinus) && !char.IsAsciiLetter(c) && c != '∞')
            )
            {
                return false;
            }

            plain[length++] = c == LongMinus ? '-' : c;
        }

        return (groups == 0 || hasPoint || digitsInGroup == 3) && TryReadPlain(plain[..length], out value);
    }

    /// <summary>Returns the text of a number.</summary>
    /// <param name="value">The number, which is not negative.</param>
    /// <param name="decimals">The largest number of decimals; null for those of float32.</param>
    /// <param name="pads">True if all decimals are written.</param>
    public string Format(double value, int? decimals, bool pads)
    {
        var invariant = CultureInfo.InvariantCulture;
        var plain = decimals is { } count
            ? Shortest(value).ToString($"0{(count > 0 ? "." : "")}{new string(pads ? '0' : '#', count)}", invariant)
            : ((float)value).ToString(invariant);
        if (Group is null && Decimal == '.')
        {
            return plain;
        }

        var point = plain.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? plain : plain[..point];
        var groups = whole.All(char.IsAsciiDigit) ? (whole.Length - 1) / 3 : 0;
        for (var place = whole.Length - 3; Group is { } mark && groups > 0; groups--, place -= 3)
        {
            whole = whole.Insert(place, mark.ToString());
        }

        return point < 0 ? whole : $"{whole}{Decimal}{plain[(point + 1)..]}";
    }

    /// <summary>
    /// Returns the number with the fewest digits that float32 rounds to a value: 17.2 for 17.200000762939453, whatever the number of decimals. A
    /// value that is no float32, or larger than the whole numbers that float32 has, stays.
    /// </summary>
    private static double Shortest(double value) =>
        (float)value == value && value < LargestWholeFloat
            ? double.Parse(((float)value).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
            : value;

    private static bool TryReadPlain(ReadOnlySpan<char> number, out double value) =>
        double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && !double.IsNaN(value);

    private bool IsGroup(char c) =>
        Group switch
        {
            null => false,
            ' ' => c is ' ' or '\u00a0' or '\u202f',
            '\'' => c is '\'' or '\u2019',
            { } mark => c == mark,
        };
}
