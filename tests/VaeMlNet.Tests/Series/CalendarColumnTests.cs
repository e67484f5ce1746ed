using NUnit.Framework;
using VaeMlNet.Views;

namespace VaeMlNet.Tests;

public sealed class CalendarColumnTests
{
    [TestCase("2024-01-01T00:00:00", 0, 1, 0, 1)] // a Monday
    [TestCase("2024-01-01T06:00:00", 1, 0, 0.2225f, 0.9749f)]
    [TestCase("2024-01-04T12:00:00", 0, -1, 0, -1)]
    [TestCase("2024-01-07T23:59:59", 0, 1, 0, 1)]
    [TestCase("1969-12-31T18:00:00", -1, 0, 0.6235f, -0.7818f)] // a Wednesday, before the time is 0
    public void Write_KnownTimes_AreAnglesOfDayAndWeek(string time, params float[] expected)
    {
        var condition = new float[CalendarColumn.Width(VaeCalendar.Week)];

        CalendarColumn.Write(TimestampReader.Seconds(DateTime.Parse(time, null)), condition);

        Assert.That(condition, Is.EqualTo(expected).Within(2e-4));
    }
}
