using System.Globalization;
using VaeMlNet.Dates;

namespace VaeMlNet.Report.Tests;

public sealed class ReportColumnTests
{
    [TestCase(0, 1.3345212f, "1")]
    [TestCase(2, 65.19495f, "65.19")]
    [TestCase(2, float.NaN, "")]
    [TestCase(null, 65.19495f, "65.19495")]
    public void SyntheticText_OfNumbers_HasTheDecimalsOfTheTrainingData(int? decimals, float value, string expected)
    {
        ReportColumn column = new("size", VaeColumn.SingleType, Slot: 0, Decoded: 0, []) { Decimals = decimals };

        Assert.That(column.SyntheticText([value]), Is.EqualTo(expected));
    }

    [Test]
    public void Text_OfDates_IsTheDateInTheFormatOfTheColumn()
    {
        VaeColumnSchema schema = new()
        {
            Name = "when",
            Kind = VaeColumnKind.Date,
            DateFormat = "dd.MM.yyyy",
            Origin = new DateTime(2020, 1, 1),
            DateParts = VaeDateParts.Weekday,
        };
        DateSlots dates = new(schema);
        ReportColumn column = new("when", VaeColumn.SingleType, Slot: 1, Decoded: 0, []) { DateSchema = schema };
        var parts = new float[dates.Names.Count];
        dates.Encode(new DateTime(2021, 3, 14), null, parts);

        Assert.That(column.Text([7, .. parts]), Is.EqualTo("14.03.2021"));
        Assert.That(column.DecodedText([.. parts, 7]), Is.EqualTo("14.03.2021"));
        Assert.That(column.Text([7, float.NaN, float.NaN, float.NaN]), Is.Empty);
    }

    [TestCase("1960-01-01 12:30:00", VaeDateParts.Days)]
    [TestCase("1960-01-01 12:30:00", VaeDateParts.Days | VaeDateParts.Hour)]
    [TestCase("1989-07-05 10:00:01", VaeDateParts.Days | VaeDateParts.Hour)]
    [TestCase("1989-07-05 10:00:00", VaeDateParts.Days | VaeDateParts.Weekday)]
    [TestCase("0001-01-01 00:00:00", VaeDateParts.Days)]
    public void Text_OfTimesOfDay_HasNoRoundingErrors(string date, VaeDateParts parts)
    {
        VaeColumnSchema schema = new()
        {
            Name = "when",
            Kind = VaeColumnKind.Date,
            DateFormat = "yyyy-MM-dd HH:mm:ss",
            Origin = new DateTime(1960, 1, 1, 12, 0, 0),
            DateParts = parts,
        };
        DateSlots dates = new(schema);
        ReportColumn column = new("when", VaeColumn.SingleType, Slot: 0, Decoded: 0, []) { DateSchema = schema };
        var slots = new float[dates.Names.Count];
        dates.Encode(DateTime.Parse(date, CultureInfo.InvariantCulture), null, slots);

        Assert.That(column.Text(slots), Is.EqualTo(date));
    }

    [Test]
    public void DecodedText_OfDates_IsAMultipleOfTheirStep()
    {
        VaeColumnSchema schema = new()
        {
            Name = "when",
            Kind = VaeColumnKind.Date,
            DateFormat = "yyyy-MM-dd HH:mm:ss",
            DateStep = "PT30M",
            Origin = new DateTime(1960, 1, 1),
            DateParts = VaeDateParts.Days,
        };
        ReportColumn column = new("when", VaeColumn.SingleType, Slot: 0, Decoded: 0, []) { DateSchema = schema };

        Assert.That(column.DecodedText([1.02f]), Is.EqualTo("1960-01-02 00:30:00"));
        Assert.That(column.DateText(1.02), Is.EqualTo("1960-01-02 00:30:00"));
    }

    [TestCase(101325.04f, "101,325.04")]
    [TestCase(0.1f, "0.1")]
    [TestCase(12.345678f, "12.345678")]
    [TestCase(1.2345678e-6f, "0.0000012345678")]
    [TestCase(123456789f, "123,456,792", Description = "the number that the model reads")]
    public void Text_OfNumbers_HasAllDigits(float value, string expected)
    {
        ReportColumn column = new("n", VaeColumn.SingleType, Slot: 0, Decoded: 0, []);

        Assert.That(column.Text([value]), Is.EqualTo(expected));
    }
}
