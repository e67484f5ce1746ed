namespace VaeMlNet.Tests;

/// <summary>Dates as files write them.</summary>
public sealed class DateTextsTests
{
    [TestCase("2024-02-1", "yyyy-MM-dd", "2024-02-01")]
    [TestCase("2024-2-01", "yyyy-MM-dd", "2024-02-01")]
    [TestCase("1.2.2024 7:05", "dd.MM.yyyy HH:mm", "2024-02-01T07:05")]
    [TestCase("2024-02-1T07:05:00+01:00", "yyyy-MM-dd'T'HH:mm:sszzz", "2024-02-01T07:05")]
    [TestCase("20240201", "yyyyMMdd", "2024-02-01")]
    [TestCase("2024-02-01T07:05:01.123456789Z", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "2024-02-01T07:05:01.1234567")]
    [TestCase("07:05:01.12345678", "HH:mm:ss.FFFFFFF", "0001-01-01T07:05:01.1234567")]
    public void TryRead_WithOrWithoutLeadingZeros_ReadsTheDate(string cell, string format, string expected)
    {
        Assert.That(DateTexts.TryRead(cell, format, out var value), Is.True);
        Assert.That(value, Is.EqualTo(DateTime.Parse(expected, null)));
    }

    [TestCase("2024021", "yyyyMMdd")]
    [TestCase("2024-13-01", "yyyy-MM-dd")]
    [TestCase("2024-02", "yyyy-MM-dd")]
    [TestCase("01.02.2024", "yyyy-MM-dd")]
    public void TryRead_OtherTexts_AreRefused(string cell, string format) =>
        Assert.That(DateTexts.TryRead(cell, format, out _), Is.False);
}
