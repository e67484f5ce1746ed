namespace VaeMlNet.Tests;

/// <summary>Durations of any number of hours as texts.</summary>
internal sealed class DurationTextTests
{
    [TestCase("36:15:00", "[h]:mm:ss", 36, 15, 0)]
    [TestCase("0:00:07", "[h]:mm:ss", 0, 0, 7)]
    [TestCase("05:07", "[hh]:mm", 5, 7, 0)]
    [TestCase("1234:59", "[h]:mm", 1234, 59, 0)]
    [TestCase("1.12:15:07", "[d].hh:mm:ss.FFFFFFF", 36, 15, 7)]
    [TestCase("00:15:07", "[d].hh:mm:ss.FFFFFFF", 0, 15, 7)]
    public void TryRead_Duration_IsWrittenAgain(string text, string format, int hours, int minutes, int seconds)
    {
        Assert.That(DateTexts.TryRead(text, format, out var value));
        Assert.That(value - DateTime.MinValue, Is.EqualTo(new TimeSpan(hours, minutes, seconds)));
        Assert.That(DateTexts.Format(value, format), Is.EqualTo(text));
    }

    [TestCase("1:60", "[h]:mm")]
    [TestCase("1:5", "[h]:mm")]
    [TestCase("-1:05", "[h]:mm")]
    [TestCase("1:05:07", "[h]:mm")]
    [TestCase("1:05", "[h]:mm:ss")]
    [TestCase("1:05:60", "[h]:mm:ss")]
    [TestCase(":05:06", "[h]:mm:ss")]
    [TestCase("99999999999:05:06", "[h]:mm:ss")]
    [TestCase("99999999999999999999:05:06", "[h]:mm:ss")]
    [TestCase("1:05:06:07", "[h]:mm:ss")]
    [TestCase("", "[h]:mm")]
    [TestCase("-1.00:00:00", "[d].hh:mm:ss.FFFFFFF")]
    [TestCase("1.24:00:00", "[d].hh:mm:ss.FFFFFFF")]
    public void TryRead_OtherText_IsRefused(string text, string format) =>
        Assert.That(DateTexts.TryRead(text, format, out _), Is.False);

    [Test]
    public void TryReadDate_DurationOfDaysAmongShorterOnes_IsReadAndWrittenAgain()
    {
        VaeColumnSchema schema = new()
        {
            Name = "took",
            Kind = VaeColumnKind.Date,
            DateFormat = "HH:mm:ss.FFFFFFF",
        };

        Assert.That(schema.TryReadDate("2.03:00:00.5", out var value));
        Assert.That(value - DateTime.MinValue, Is.EqualTo(TimeSpan.FromHours(51) + TimeSpan.FromMilliseconds(500)));
        Assert.That(schema.FormatDate(value), Is.EqualTo("2.03:00:00.5000000"));
        Assert.That(schema.TryReadDate("1.03", out _), Is.False);
    }

    [Test]
    public void Format_DaysOfFloat32_AreRounded()
    {
        var duration = TimeSpan.FromDays((float)new TimeSpan(30, 9, 0).TotalDays);

        Assert.That(DateTexts.Format(DateTime.MinValue + duration, "[h]:mm:ss"), Is.EqualTo("30:09:00"));
        Assert.That(DateTexts.Format(DateTime.MinValue.AddSeconds(59), "[h]:mm"), Is.EqualTo("0:01"));
        Assert.That(
            DateTexts.Format(DateTime.MaxValue, "[h]:mm:ss"),
            Does.EndWith(":00:00"),
            "the largest date is rounded up without an overflow"
        );
    }
}
