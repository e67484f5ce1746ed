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
    [TestCase("2024-02-01T07:05+01:00", "yyyy-MM-dd'T'HH:mm'+02:00'|yyyy-MM-dd'T'HH:mmzzz", "2024-02-01T07:05")]
    [TestCase("2024-02-01T07:05Z", "yyyy-MM-dd'T'HH:mm'+02:00'|yyyy-MM-dd'T'HH:mmzzz", "2024-02-01T07:05")]
    [TestCase("2024-02-01T07:05+01:00", "yyyy-MM-dd'T'HH:mm'Z'|yyyy-MM-dd'T'HH:mmzzz", "2024-02-01T06:05")]
    [TestCase("2024-02-01 07:05 -05:30", "yyyy-MM-dd HH:mm' UTC'|yyyy-MM-dd HH:mm zzz", "2024-02-01T12:35")]
    [TestCase("1.2.38", "dd.MM.yy<2030", "1938-02-01")]
    [TestCase("1.2.29", "dd.MM.yy<2030", "2029-02-01")]
    [TestCase("1.2.49", "dd.MM.yy", "2049-02-01")]
    [TestCase("1.2.50", "dd.MM.yy<2121", "2050-02-01")]
    [TestCase("1.2.20", "dd.MM.yy<2120", "2020-02-01")]
    [TestCase("1.2.1838", "dd.MM.yy|dd.MM.yyyy<2030", "1838-02-01")]
    [TestCase("07:05:01.12345678", "HH:mm:ss.FFFFFFF", "0001-01-01T07:05:01.1234567")]
    public void TryRead_WithOrWithoutLeadingZeros_ReadsTheDate(string cell, string format, string expected)
    {
        Assert.That(DateTexts.TryRead(cell, format, out var value), Is.True);
        Assert.That(value, Is.EqualTo(DateTime.Parse(expected, null)));
    }

    [TestCase("2024-07-01T07:05+02:00", "yyyy-MM-dd'T'HH:mm'+01:00'|yyyy-MM-dd'T'HH:mmzzz", 2, "")]
    [TestCase("2024-02-01T07:05+01:00", "yyyy-MM-dd'T'HH:mm'+01:00'|yyyy-MM-dd'T'HH:mmzzz", 1, "")]
    [TestCase("2024-02-01T07:05Z", "yyyy-MM-dd'T'HH:mm'Z'|yyyy-MM-dd'T'HH:mmzzz", 0, "")]
    [TestCase("2024-02-01T07:05+05:30", "yyyy-MM-dd'T'HH:mm'+05:30'", 5.5, "")]
    [TestCase("2024-02-01T07:05Z", "yyyy-MM-dd'T'HH:mm'+01:00'|yyyy-MM-dd'T'HH:mmzzz", 0, "2024-02-01T07:05+00:00")]
    [TestCase("2024-02-01 07:05+01", "yyyy-MM-dd HH:mm'+02'|yyyy-MM-dd HH:mmzz", 1, "")]
    [TestCase("2024-02-01 07:05 -0330", "yyyy-MM-dd HH:mm' -0330'|yyyy-MM-dd HH:mm zzz", -3.5, "")]
    [TestCase("2024-02-01 07:05-03", "yyyy-MM-dd HH:mm'Z'|yyyy-MM-dd HH:mmzzz", -3, "2024-02-01 07:05-03:00")]
    [TestCase("2024-02-01T07:05", "yyyy-MM-dd'T'HH:mm", 0, "")]
    [TestCase("1706771100", VaeColumnSchema.EpochSeconds, 0, "")]
    public void TryReadInstant_WithAndWithoutOffset_IsWrittenAsItWas(
        string cell,
        string format,
        double hours,
        string written
    )
    {
        VaeColumnSchema schema = new()
        {
            Name = "t",
            Kind = VaeColumnKind.Date,
            DateFormat = format,
        };

        Assert.That(schema.TryReadInstant(cell, out var value), Is.True);
        Assert.That(value.Offset, Is.EqualTo(TimeSpan.FromHours(hours)));
        Assert.That(value.Minute, Is.EqualTo(5));
        Assert.That(schema.FormatInstant(value), Is.EqualTo(written.Length > 0 ? written : cell));
    }

    [TestCase("yyyy-MM-dd HH:mm'+01:00'|yyyy-MM-dd HH:mmzzz", "2024-02-01 07:05")]
    [TestCase("yyyy-MM-dd HH:mmzzz", "2024-02-01 07:05")]
    [TestCase("yy-MM-dd HH:mmzzz<2050", "24-02-01 07:05")]
    [TestCase("yyyy-MM-dd HH:mm zz", "2024-02-01 07:05")]
    [TestCase("yyyy-MM-dd HH:mm'+01:00'", "2024-02-01 07:05+01:00")]
    [TestCase("yyyy-MM-dd", "2024-02-01")]
    public void FormatClock_OffsetsThatDiffer_WritesNone(string format, string expected) =>
        Assert.That(
            new VaeColumnSchema
            {
                Name = "t",
                Kind = VaeColumnKind.Date,
                DateFormat = format,
            }.FormatClock(new DateTime(2024, 2, 1, 7, 5, 0)),
            Is.EqualTo(expected)
        );

    [TestCase("2024021", "yyyyMMdd")]
    [TestCase("2024-13-01", "yyyy-MM-dd")]
    [TestCase("2024-02", "yyyy-MM-dd")]
    [TestCase("01.02.2024", "yyyy-MM-dd")]
    public void TryRead_OtherTexts_AreRefused(string cell, string format) =>
        Assert.That(DateTexts.TryRead(cell, format, out _), Is.False);
}
