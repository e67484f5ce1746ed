using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;

namespace VaeMlNet;

/// <summary>The distance of which the dates of a column are multiples from its origin: some months, or a span of time.</summary>
/// <remarks>Its text is a duration of ISO 8601, such as P1M, P7D or PT15M. Thread safety: immutable.</remarks>
internal sealed partial class CalendarStep
{
    // Fewer dates have a common distance by chance.
    private const int FewestDates = 5;
    private const int MonthsOfYear = 12;
    private const int MostMonths = 1200;

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    private readonly int months; // 0 for a span of time
    private readonly TimeSpan span;

    private CalendarStep(int months, TimeSpan span)
    {
        this.months = months;
        this.span = span;
    }

    /// <summary>Returns the step that a text describes; null for another text.</summary>
    public static CalendarStep? Parse(string text)
    {
        if (MonthsText().Match(text) is { Success: true } match)
        {
            var count = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            var months = match.Groups[2].Value == "Y" ? MonthsOfYear * count : count;
            return months is >= 1 and <= MostMonths ? new(months, TimeSpan.Zero) : null;
        }

        try
        {
            var span = XmlConvert.ToTimeSpan(text);
            return span >= Shortest ? new(0, span) : null;
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>Returns the largest step that fits all dates; null if there are few of them, or if they are less than a minute apart.</summary>
    /// <param name="origin">The date from which steps are counted.</param>
    /// <param name="dates">The dates, of which some can be equal.</param>
    public static CalendarStep? Find(DateTime origin, IReadOnlyCollection<DateTime> dates)
    {
        if (dates.Distinct().Count() < FewestDates)
        {
            return null;
        }

        if (dates.All(date => origin.AddMonths(MonthsBetween(origin, date)) == date))
        {
            return new(
                (int)dates.Aggregate(0L, (divisor, date) => Divisor(divisor, MonthsBetween(origin, date))),
                default
            );
        }

        var ticks = dates.Aggregate(0L, (divisor, date) => Divisor(divisor, (date - origin).Ticks));
        return ticks >= TimeSpan.TicksPerMinute ? new(0, TimeSpan.FromTicks(ticks)) : null;
    }

    /// <summary>Returns the closest date that is a multiple of the step from an origin.</summary>
    public DateTime Round(DateTime date, DateTime origin)
    {
        if (months == 0)
        {
            var steps = Math.Round((date - origin) / span);
            return new DateTime((long)Math.Clamp(origin.Ticks + (steps * span.Ticks), 0, DateTime.MaxValue.Ticks - 1));
        }

        var before = MonthsBetween(origin, date) / months * months;
        return Enumerable
            .Range(-1, 3)
            .Select(i => Months(origin, before + (i * months)))
            .OfType<DateTime>()
            .MinBy(candidate => (candidate - date).Duration());
    }

    public override string ToString() =>
        months == 0 ? XmlConvert.ToString(span)
        : months % MonthsOfYear == 0 ? FormattableString.Invariant($"P{months / MonthsOfYear}Y")
        : FormattableString.Invariant($"P{months}M");

    private static int MonthsBetween(DateTime origin, DateTime date) =>
        (MonthsOfYear * (date.Year - origin.Year)) + date.Month - origin.Month;

    private static DateTime? Months(DateTime origin, int count)
    {
        var month = (MonthsOfYear * origin.Year) + origin.Month - 1 + count;
        return month is >= MonthsOfYear and < MonthsOfYear * 10_000 ? origin.AddMonths(count) : null;
    }

    private static long Divisor(long a, long b) => b == 0 ? Math.Abs(a) : Divisor(b, a % b);

    [GeneratedRegex("^P([0-9]{1,4})([YM])$")]
    private static partial Regex MonthsText();
}
