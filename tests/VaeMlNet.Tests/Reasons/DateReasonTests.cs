using VaeMlNet.Dates;

namespace VaeMlNet.Tests;

/// <summary>One reason for a column of dates, whose slots are days and angles.</summary>
internal sealed class DateReasonTests
{
    private static readonly VaeColumnSchema Schema = new()
    {
        Name = "When",
        Kind = VaeColumnKind.Date,
        DateFormat = "yyyy-MM-dd HH:mm",
        Origin = new DateTime(2020, 1, 1),
        DateParts = VaeDateParts.Weekday | VaeDateParts.Hour,
    };

    [Test]
    public void Tell_DateOutsideTheUsualRange_HasDatesInTheFormatOfTheColumn() =>
        Assert.That(
            Tell(new DateTime(2030, 5, 1, 12, 0, 0), 1, 0, 0, 0, 0),
            Is.EqualTo("When 2030-05-01 12:00, usually 2020-01-11 00:00 to 2020-12-26 00:00")
        );

    [Test]
    public void Tell_HourThatIsNoFloat_HasItsMinutes() =>
        Assert.That(
            Tell(new DateTime(2031, 2, 3, 10, 0, 0), 1, 0, 0, 0, 0),
            Does.StartWith("When 2031-02-03 10:00, usually")
        );

    [TestCase(9, 9, 1, 1, "When 2020-07-05 03:00, a Sunday: unusual together with the other columns")]
    [TestCase(1, 1, 9, 9, "When 2020-07-05 03:00: an unusual time of day for the other columns")]
    public void Tell_UsualDate_NamesThePartThatContributesMost(
        float weekdaySine,
        float weekdayCosine,
        float hourSine,
        float hourCosine,
        string expected
    ) =>
        Assert.That(
            Tell(new DateTime(2020, 7, 5, 3, 0, 0), 1, weekdaySine, weekdayCosine, hourSine, hourCosine),
            Is.EqualTo(expected)
        );

    [TestCase(9, 1, "When 2020-07-05 03:00, a Sunday: unusual")]
    [TestCase(1, 9, "When 2020-07-05 03:00: an unusual time of day")]
    public void Tell_OnlyColumn_NamesNoOthers(float weekday, float hour, string expected) =>
        Assert.That(
            Tell(Reason(isOnly: true), new DateTime(2020, 7, 5, 3, 0, 0), 1, weekday, weekday, hour, hour),
            Is.EqualTo(expected)
        );

    [TestCase("When 2020-07-05 03:00: an unusual time of day for the other columns", true)]
    [TestCase("Job clerk, unusual together with the other columns", true)]
    [TestCase("Age 79, expected about 51 from the other columns", false)]
    [TestCase("Age missing", false)]
    public void IsVague_Reason_IsWhetherItTellsNoValue(string reason, bool expected) =>
        Assert.That(ColumnReason.IsVague(reason), Is.EqualTo(expected));

    [Test]
    public void Tell_MissingDate_SaysSo() => Assert.That(Tell(null, 1, 0, 0, 0, 0), Is.EqualTo("When missing"));

    [Test]
    public void Excess_AllSlots_IsOneSum()
    {
        var reason = Reason();

        Assert.That(reason.Excess([1, 2, 3, 4, 5]), Is.EqualTo(15 - 2.5).Within(1e-6));
    }

    private static DateReason Reason(bool isOnly = false)
    {
        VaeColumn column = new()
        {
            Name = "When",
            Type = VaeColumn.SingleType,
            Width = 5,
            Likelihood = "gaussian",
            Minimum = 0,
            Maximum = 366,
        };
        UsualRows usual = new()
        {
            Rows = 100,
            Columns =
            [
                new()
                {
                    Lows = [10, -1, -1, -1, -1],
                    Highs = [360, 1, 1, 1, 1],
                    Contributions = [0.5f, 0.5f, 0.5f, 0.5f, 0.5f],
                },
            ],
        };
        return new(column, new(0, 0, 0, 0, 5), usual, Schema) { IsOnly = isOnly };
    }

    private static string Tell(DateTime? date, params float[] contributions) => Tell(Reason(), date, contributions);

    private static string Tell(DateReason reason, DateTime? date, params float[] contributions)
    {
        using OneColumn row = new(5);
        if (date is { } given)
        {
            new DateSlots(Schema).Encode(given, null, row.Slots);
        }
        else
        {
            Array.Fill(row.Slots, float.NaN);
        }

        return reason.Tell(new(row, 0, contributions, new float[5], new([null], [null])));
    }
}
