using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>
/// The condition of a model that knows the calendar: the sine and the cosine of the time's angle in its day, and in its week.
/// </summary>
/// <remarks>Source: Li, Chen &amp; Pei 2018 (Bagel) for the calendar as a condition of a model of windows; there it is one-hot.</remarks>
internal static class CalendarColumn
{
    public const string Name = "Calendar";

    private const double SecondsPerDay = 86_400;
    private const int DaysPerWeek = 7;

    // Time 0 is a Thursday. A week begins on Monday.
    private const int FirstWeekday = 3;

    public static VectorDataViewType Type(VaeCalendar calendar) => new(NumberDataViewType.Single, Width(calendar));

    /// <summary>Returns the number of slots: 2 for the day, and 2 more for the week.</summary>
    public static int Width(VaeCalendar calendar) => calendar == VaeCalendar.Week ? 4 : 2;

    /// <summary>Writes the condition of a time.</summary>
    /// <param name="time">The seconds since 1970.</param>
    /// <param name="condition">Receives the slots: float32 [2] or [4].</param>
    public static void Write(double time, Span<float> condition)
    {
        var days = time / SecondsPerDay;
        WriteAngle(days, condition);
        if (condition.Length > 2)
        {
            WriteAngle((days + FirstWeekday) / DaysPerWeek, condition[2..]);
        }
    }

    private static void WriteAngle(double turns, Span<float> condition)
    {
        var (sin, cos) = Math.SinCos(2 * Math.PI * (turns - Math.Floor(turns)));
        (condition[0], condition[1]) = ((float)sin, (float)cos);
    }
}
