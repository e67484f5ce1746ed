using System.Globalization;

namespace VaeMlNet.Tests;

/// <summary>The step that dates of a column keep.</summary>
internal sealed class CalendarStepTests
{
    [TestCase("P1M", "2024-01-01", "2024-02-01", "2024-04-01", "2025-03-01", "2026-01-01")]
    [TestCase(
        "P1M",
        "2024-01-31",
        "2024-02-29",
        "2024-04-30",
        "2025-02-28",
        "2025-12-31",
        TestName = "Find_EndsOfMonths_AreMonths"
    )]
    [TestCase("P3M", "2024-01-15", "2024-04-15", "2024-10-15", "2025-01-15", "2025-07-15")]
    [TestCase("P1Y", "1900-01-01", "1901-01-01", "1905-01-01", "2000-01-01", "2024-01-01")]
    [TestCase("P7D", "2024-01-01", "2024-01-08", "2024-01-15", "2024-02-05", "2024-03-11")]
    [TestCase("P1D", "2024-01-01", "2024-01-02", "2024-01-09", "2024-02-05", "2024-03-12")]
    [TestCase(
        "PT6H",
        "2024-01-01 06:00",
        "2024-01-01 12:00",
        "2024-01-03 00:00",
        "2024-01-03 18:00",
        "2024-01-04 06:00"
    )]
    [TestCase(
        "PT15M",
        "2024-01-01 06:15",
        "2024-01-01 06:30",
        "2024-01-03 00:45",
        "2024-01-03 01:00",
        "2024-01-04 06:15"
    )]
    [TestCase(
        null,
        "2024-01-01 06:15:01",
        "2024-01-01 06:30:00",
        "2024-01-03 00:45:20",
        "2024-01-03 01:00:41",
        "2024-01-04 06:15:00"
    )]
    [TestCase(
        null,
        "2024-01-01",
        "2024-02-01",
        "2024-04-01",
        "2024-04-01",
        "2025-01-01",
        TestName = "Find_FourDates_AreTooFew"
    )]
    public void Find_Dates_AreMultiples(string? step, params string[] dates)
    {
        var read = Array.ConvertAll(dates, Date);

        Assert.That(CalendarStep.Find(read[0].Date, read)?.ToString(), Is.EqualTo(step));
    }

    [TestCase("P1M", "2006-01-01", "2010-11-29", "2010-12-01")]
    [TestCase("P1M", "2006-01-01", "2004-03-12 12:00", "2004-03-01")]
    [TestCase("P1M", "2024-01-31", "2024-03-02", "2024-02-29")]
    [TestCase("P3M", "2024-01-15", "2024-09-20", "2024-10-15")]
    [TestCase("P2Y", "2000-01-01", "2002-12-31", "2002-01-01")]
    [TestCase("P7D", "2024-01-01", "2024-01-11", "2024-01-08")]
    [TestCase("PT1H", "2024-01-01", "2024-01-03 10:53:26", "2024-01-03 11:00")]
    [TestCase("P1M", "0001-01-01", "0001-01-02", "0001-01-01")]
    public void Round_Date_IsTheClosestMultiple(string step, string origin, string date, string expected)
    {
        var parsed = CalendarStep.Parse(step)!;

        Assert.That(parsed.Round(Date(date), Date(origin)), Is.EqualTo(Date(expected)));
        Assert.That(parsed.Round(Date(expected), Date(origin)), Is.EqualTo(Date(expected)));
        Assert.That(parsed.ToString(), Is.EqualTo(step));
    }

    [TestCase("P1M", "9999-12-31")]
    [TestCase("P100Y", "9999-12-31")]
    [TestCase("P1000D", "9999-12-31")]
    [TestCase("P1000D", "0001-01-01")]
    [TestCase("P1Y", "0001-01-01")]
    public void Round_DateAtTheEnds_IsADate(string step, string date) =>
        Assert.That(() => CalendarStep.Parse(step)!.Round(Date(date), Date("2024-01-31")), Throws.Nothing);

    [TestCase("")]
    [TestCase("month")]
    [TestCase("P0M")]
    [TestCase("P1201M")]
    [TestCase("PT0.5S")]
    [TestCase("-P1D")]
    [TestCase("P99999999999D")]
    public void Parse_OtherTexts_AreNone(string text) => Assert.That(CalendarStep.Parse(text), Is.Null);

    private static DateTime Date(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture);
}
