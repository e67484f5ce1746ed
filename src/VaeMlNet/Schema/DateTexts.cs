using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;

namespace VaeMlNet;

/// <summary>Reads and writes dates in one format, or reads them in several and writes them in the first.</summary>
internal static partial class DateTexts
{
    /// <summary>Times with the most digits of a second that .NET has. More are read, as Go and InfluxDB write them, and left out.</summary>
    public const string Fractions = "H:mm:ss.FFFFFFF";

    /// <summary>The character between several formats.</summary>
    public const char Or = '|';

    /// <summary>The end of a format whose cells have an offset from UTC, each its own: zzz, or zz for hours alone, as PostgreSQL writes.</summary>
    public const string AnyOffset = "zz";

    /// <summary>
    /// The character between a format and the year after the last one that two digits stand for, as in <c>dd.MM.yy&lt;2030</c>: 30 is then 1930, and 29 is 2029.
    /// </summary>
    public const char Before = '<';

    private const int DigitsOfYear = 4;
    private const int Century = 100;

    private const string HoursAndMinutes = "zzz";

    private const string ZeroHours = "+00";
    private const string Zero = "+00:00";

    private const int MostDigits = 7;

    private static readonly ConcurrentDictionary<string, string[]> Several = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, string> Unpadded = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, string> WithoutCentury = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, TimeSpan> Offsets = new(StringComparer.Ordinal);

    /// <summary>
    /// Reads a date. Days, months and hours between separators may lack a leading 0, because files of several programs have both ways.
    /// </summary>
    /// <param name="cell">The text.</param>
    /// <param name="format">The format, or several.</param>
    /// <param name="value">
    /// The date and time on the clock of the writer. Where the first format is that of times in UTC, times with another offset are converted.
    /// </param>
    public static bool TryRead(ReadOnlySpan<char> cell, string format, out DateTime value)
    {
        var isRead = TryReadOne(cell, format, out var time, out _);
        value = time.Offset != TimeSpan.Zero && IsUtc(format) ? time.ToUniversalTime().DateTime : time.DateTime;
        return isRead;
    }

    /// <summary>Reads a date with its offset from UTC: that of the cell or of the format, and 0 where neither has one.</summary>
    public static bool TryReadInstant(ReadOnlySpan<char> cell, string format, out DateTimeOffset value)
    {
        var isRead = TryReadOne(cell, format, out value, out var own);
        if (isRead && Offsets.GetOrAdd(own, OffsetOf) is var offset && offset != TimeSpan.Zero)
        {
            value = new(value.DateTime, offset);
        }

        return isRead;
    }

    /// <summary>Reads a date in the first format that fits. The offset of a format is not read.</summary>
    private static bool TryReadOne(ReadOnlySpan<char> cell, string format, out DateTimeOffset value, out string own)
    {
        (value, own) = (default, format);
        if (EndOfCentury(format) is { } end)
        {
            var isRead = TryReadOne(cell, Yearless(format), out value, out own);
            value = isRead && HasTwoDigitsOfYear(own) ? MoveBefore(value, end) : value;
            return isRead;
        }

        if (format.Contains(Or))
        {
            foreach (var one in Several.GetOrAdd(format, static formats => formats.Split(Or)))
            {
                if (TryReadOne(cell, one, out value, out own))
                {
                    return true;
                }
            }

            return false;
        }

        if (format is VaeColumnSchema.EpochSeconds or VaeColumnSchema.EpochMilliseconds)
        {
            return double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && TryAdd(number / (format == VaeColumnSchema.EpochSeconds ? 1 : 1000), out value);
        }

        if (DurationText.Is(format))
        {
            var isDuration = DurationText.TryRead(cell, format, out var time);
            value = new(time, TimeSpan.Zero);
            return isDuration;
        }

        cell = format.Contains(Fractions, StringComparison.Ordinal) ? WithoutNanoseconds(cell) : cell;
        if (TryReadExactly(cell, format, out value))
        {
            return true;
        }

        var unpadded = Unpadded.GetOrAdd(format, static f => TwoDigits().Replace(f, match => match.Value[..1]));
        return unpadded != format && TryReadExactly(cell, unpadded, out value);
    }

    /// <summary>Returns whether a single format has the last two digits of the year only.</summary>
    public static bool HasTwoDigitsOfYear(string format) =>
        format.Contains("yy", StringComparison.Ordinal) && !format.Contains("yyy", StringComparison.Ordinal);

    // The year after the last one that two digits stand for; null where .NET decides.
    private static int? EndOfCentury(string format) =>
        format.Length > DigitsOfYear
        && format[^(DigitsOfYear + 1)] == Before
        && int.TryParse(format.AsSpan(^DigitsOfYear..), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
        && year > Century
            ? year
            : null;

    private static string Yearless(string format) =>
        WithoutCentury.GetOrAdd(format, static f => EndOfCentury(f) is null ? f : f[..^(DigitsOfYear + 1)]);

    private static DateTimeOffset MoveBefore(DateTimeOffset value, int end)
    {
        var ofCentury = value.Year % Century;
        var last = end - 1;
        var year = last - (last - ofCentury) % Century;
        return value.AddYears(year - value.Year);
    }

    private static ReadOnlySpan<char> WithoutNanoseconds(ReadOnlySpan<char> cell)
    {
        var first = cell.LastIndexOf('.') + 1;
        var digits = cell[first..].IndexOfAnyExceptInRange('0', '9');
        digits = digits < 0 ? cell.Length - first : digits;
        return first > 0 && digits > MostDigits
            ? string.Concat(cell[..(first + MostDigits)], cell[(first + digits)..])
            : cell;
    }

    private static bool TryReadExactly(ReadOnlySpan<char> cell, string format, out DateTimeOffset value)
    {
        var invariant = CultureInfo.InvariantCulture;
        if (format.Contains(AnyOffset, StringComparison.Ordinal))
        {
            var hasMinutes = format.Contains(HoursAndMinutes, StringComparison.Ordinal);
            cell =
                cell.EndsWith('Z') ? string.Concat(cell[..^1], hasMinutes ? Zero : ZeroHours)
                : hasMinutes && cell.Length > 3 && cell[^3] is '+' or '-' ? string.Concat(cell, ":00")
                : cell;
            return DateTimeOffset.TryParseExact(cell, format, invariant, DateTimeStyles.None, out value);
        }

        var isRead = DateTime.TryParseExact(cell, format, invariant, DateTimeStyles.NoCurrentDateDefault, out var time);
        value = new(time, TimeSpan.Zero);
        return isRead;
    }

    private static bool IsUtc(string format) =>
        format.Contains("'Z'|", StringComparison.Ordinal)
        || format.Contains("' UTC'|", StringComparison.Ordinal)
        || format.Contains("' GMT'|", StringComparison.Ordinal);

    /// <summary>Returns the offset that a format ends with, such as '+01:00'; 0 for other formats.</summary>
    private static TimeSpan OffsetOf(string format) =>
        format.EndsWith('\'')
        && format.LastIndexOf('\'', format.Length - 2) is var start and >= 0
        && TryReadExactly(
            string.Concat("2000", format.AsSpan(start + 1, format.Length - start - 2).Trim()),
            "yyyy" + HoursAndMinutes,
            out var time
        )
            ? time.Offset
            : TimeSpan.Zero;

    /// <summary>Writes a date in the first of several formats that end with an offset, without the offset.</summary>
    public static string FormatClock(DateTime value, string format)
    {
        var first = Yearless(format).Split(Or)[0];
        var end = first.EndsWith('\'') ? first.LastIndexOf('\'', first.Length - 2) : first.Length;
        return Format(value, first[..end].TrimEnd('z').TrimEnd());
    }

    /// <summary>Writes a date with its own offset, where a format has it.</summary>
    public static string Format(DateTimeOffset value, string format)
    {
        var own = Yearless(format)
            .Split(Or)
            .FirstOrDefault(one => one.Contains(AnyOffset, StringComparison.Ordinal) || OffsetOf(one) == value.Offset);
        return own?.Contains(AnyOffset, StringComparison.Ordinal) == true
            ? value.ToString(own, CultureInfo.InvariantCulture)
            : Format(value.DateTime, own ?? format);
    }

    public static string Format(DateTime value, string format)
    {
        format = Yearless(format);
        var invariant = CultureInfo.InvariantCulture;
        return format switch
        {
            _ when format.IndexOf(Or) is var end and >= 0 => Format(value, format[..end]),
            VaeColumnSchema.EpochSeconds => Math.Round((value - DateTime.UnixEpoch).TotalSeconds).ToString(invariant),
            VaeColumnSchema.EpochMilliseconds => Math.Round((value - DateTime.UnixEpoch).TotalMilliseconds)
                .ToString(invariant),
            _ when DurationText.Is(format) => DurationText.Format(value, format),
            // The offset of this machine has nothing to do with the data.
            _ => new DateTimeOffset(DateTime.SpecifyKind(value, DateTimeKind.Unspecified), TimeSpan.Zero).ToString(
                format,
                invariant
            ),
        };
    }

    private static bool TryAdd(double seconds, out DateTimeOffset value)
    {
        var isInRange =
            seconds >= (DateTime.MinValue - DateTime.UnixEpoch).TotalSeconds
            && seconds <= (DateTime.MaxValue - DateTime.UnixEpoch).TotalSeconds - 1;
        value = isInRange ? DateTimeOffset.UnixEpoch.AddSeconds(seconds) : default;
        return isInRange;
    }

    [GeneratedRegex("(?<![A-Za-z])(dd|MM|HH|hh)(?![A-Za-z])")]
    private static partial Regex TwoDigits();
}
