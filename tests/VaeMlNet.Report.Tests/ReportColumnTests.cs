using VaeMlNet.Dates;

namespace VaeMlNet.Report.Tests;

public sealed class ReportColumnTests
{
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
}
