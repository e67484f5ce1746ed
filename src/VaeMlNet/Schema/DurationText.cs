using System.Globalization;

namespace VaeMlNet;

/// <summary>
/// Reads and writes durations of any number of hours, such as <c>36:15:00</c>, as that time after the start of the year 1. The formats are those of
/// Excel: [h] is hours that do not begin again after a day, and [hh] has two digits at least. [d]. is the days of .NET's durations, such as
/// <c>1.12:15:00</c>, which shorter ones lack.
/// </summary>
internal static class DurationText
{
    public const string Minutes = "[h]:mm";
    public const string Seconds = "[h]:mm:ss";
    public const string Days = "[d].hh:mm:ss.FFFFFFF";

    private const string DotNetFormat = "c";
    private const int MinutesOfHour = 60;

    /// <summary>Returns whether a format is one of durations.</summary>
    public static bool Is(string format) =>
        format.Replace("[hh]", "[h]", StringComparison.Ordinal) is Minutes or Seconds or Days;

    /// <summary>Reads a duration.</summary>
    public static bool TryRead(ReadOnlySpan<char> cell, string format, out DateTime value)
    {
        value = default;
        if (format == Days)
        {
            var isRead = TimeSpan.TryParseExact(cell, DotNetFormat, CultureInfo.InvariantCulture, out var time);
            value = new(Math.Max(0, time.Ticks));
            return isRead && time >= TimeSpan.Zero;
        }

        Span<Range> parts = stackalloc Range[4];
        var count = cell.Split(parts, ':');
        long seconds = 0;
        if (
            count != (HasSeconds(format) ? 3 : 2)
            || !TryReadWhole(cell[parts[0]], long.MaxValue, out var hours)
            || !TryReadWhole(cell[parts[1]], MinutesOfHour - 1, out var minutes)
            || cell[parts[1]].Length != 2
            || HasSeconds(format)
                && (cell[parts[2]].Length != 2 || !TryReadWhole(cell[parts[2]], MinutesOfHour - 1, out seconds))
            || hours >= DateTime.MaxValue.Ticks / TimeSpan.TicksPerHour
        )
        {
            return false;
        }

        value = new DateTime(
            ((((hours * MinutesOfHour) + minutes) * MinutesOfHour) + seconds) * TimeSpan.TicksPerSecond
        );
        return true;
    }

    /// <summary>Returns the text of a duration, rounded to the last unit.</summary>
    public static string Format(DateTime value, string format)
    {
        if (format == Days)
        {
            return TimeSpan.FromTicks(value.Ticks).ToString(DotNetFormat, CultureInfo.InvariantCulture);
        }

        var unit = HasSeconds(format) ? TimeSpan.TicksPerSecond : TimeSpan.TicksPerMinute;
        var time = TimeSpan.FromTicks((value.Ticks + (unit / 2)) / unit * unit);
        var hours = (time.Ticks / TimeSpan.TicksPerHour).ToString(
            format.StartsWith("[hh]", StringComparison.Ordinal) ? "00" : "0",
            CultureInfo.InvariantCulture
        );
        var text = FormattableString.Invariant($"{hours}:{time.Minutes:00}");
        return HasSeconds(format) ? FormattableString.Invariant($"{text}:{time.Seconds:00}") : text;
    }

    private static bool HasSeconds(string format) => format.EndsWith("ss", StringComparison.Ordinal);

    private static bool TryReadWhole(ReadOnlySpan<char> digits, long largest, out long value) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value <= largest;
}
