using VaeMlNet.Dates;

namespace VaeMlNet.Tests;

/// <summary>Dates that are counted from those of another column.</summary>
internal sealed class DateSlotsTests
{
    private static readonly DateTime Start = new(2024, 3, 1, 14, 30, 0);

    [Test]
    public void SetAngles_DateThatOthersWouldMove_StaysWhereItIs()
    {
        var dates = new DateSlots(
            new VaeColumnSchema
            {
                Name = "founded",
                Kind = VaeColumnKind.Date,
                Origin = new DateTime(1990, 1, 1),
                DateParts = VaeDateParts.Days | VaeDateParts.Season | VaeDateParts.Weekday,
            }
        );
        DateTime newYear = new(2001, 1, 1);
        var slots = new float[5];
        dates.Encode(newYear.AddDays(100), null, slots);
        slots[0] -= 100;

        Assert.That(dates.Decode(slots, null), Is.Not.EqualTo(newYear));

        dates.SetAngles(slots);

        Assert.That(dates.Decode(slots, null), Is.EqualTo(newYear));
    }

    [TestCase("yyyy-MM-dd HH:mm", null, "2024-03-01 16:30", 2 / 24f)]
    [TestCase("yyyy-MM-dd HH:mm:ss", null, "2024-02-29 14:30", -1)]
    [TestCase("yyyy-MM-dd", null, "2024-03-01", 0)]
    [TestCase("yyyy-MM-dd HH:mm", "P1D", "2024-03-04", 3)] // its times are all midnight
    [TestCase("yyyy-MM-dd HH:mm", "PT12H", "2024-03-02", 9.5f / 24)]
    public void Encode_DateSinceAnother_IsTheDaysBetween(string format, string? step, string date, float days)
    {
        var slots = Create(format, step);
        float[] encoded = [float.NaN];

        slots.Encode(DateTime.Parse(date, null), Start, encoded);

        Assert.That(slots.Names, Is.EqualTo(new[] { "days" }));
        Assert.That(encoded[0], Is.EqualTo(days).Within(1e-6));
        Assert.That(slots.Decode(encoded, Start), Is.EqualTo(DateTime.Parse(date, null)));
    }

    [Test]
    public void Decode_SecondsOfFloat32_AreWholeAgain()
    {
        var slots = Create("yyyy-MM-dd HH:mm:ss", null);
        float[] encoded = [0];
        for (var seconds = 1; seconds < 500_000; seconds += 997)
        {
            slots.Encode(Start.AddSeconds(seconds), Start, encoded);

            Assert.That(slots.Decode(encoded, Start), Is.EqualTo(Start.AddSeconds(seconds)));
        }
    }

    [TestCase(729, "2024-01-10", "2023-12-31")] // the season is that of January
    [TestCase(2, "2022-12-20", "2022-01-03")]
    [TestCase(800, "2024-03-20", "2024-03-20")] // not a date of the training data
    public void Decode_AnglesBeyondTheTrainingRange_DoNotMoveThere(float days, string season, string expected)
    {
        DateSlots slots = new(
            new()
            {
                Name = "When",
                Kind = VaeColumnKind.Date,
                Origin = new DateTime(2022, 1, 1),
                DateParts = VaeDateParts.Days | VaeDateParts.Season,
            },
            largestDays: 729
        );
        var encoded = new float[3];
        slots.Encode(DateTime.Parse(season, null), null, encoded);
        encoded[0] = days;

        Assert.That(slots.Decode(encoded, null), Is.EqualTo(DateTime.Parse(expected, null)));
    }

    [TestCase(0.2f, "2022-01-01 23:00", "2022-01-01 23:00")] // not at the end of 2021
    [TestCase(2, "2022-01-07 12:00", "2022-01-07 12:00")] // Monday becomes Friday: not 2021-12-31
    [TestCase(20.5f, "2022-01-20 18:00", "2022-01-20 18:00")] // the last Friday has no afternoon
    public void Decode_HourOrWeekdayBeyondTheTrainingRange_MovesToTheOtherSide(
        float days,
        string angles,
        string expected
    )
    {
        DateSlots slots = new(
            new()
            {
                Name = "When",
                Kind = VaeColumnKind.Date,
                Origin = new DateTime(2022, 1, 1),
                DateParts = VaeDateParts.Days | VaeDateParts.Weekday | VaeDateParts.Hour,
            },
            largestDays: 20.5
        );
        var encoded = new float[5];
        slots.Encode(DateTime.Parse(angles, null), null, encoded);
        encoded[0] = days;

        Assert.That(slots.Decode(encoded, null), Is.EqualTo(DateTime.Parse(expected, null)).Within(1).Seconds);
    }

    [Test]
    public void Decode_LastDateOfTraining_KeepsItsSeconds()
    {
        VaeColumnSchema schema = new()
        {
            Name = "When",
            Kind = VaeColumnKind.Date,
            Origin = new DateTime(2023, 1, 3),
            DateParts = VaeDateParts.Days | VaeDateParts.Hour,
        };
        DateTime last = new(2024, 11, 29, 1, 0, 50); // 2 s after its float32
        var encoded = new float[3];
        new DateSlots(schema).Encode(last, null, encoded);

        Assert.That(
            new DateSlots(schema, largestDays: encoded[0]).Decode(encoded, null),
            Is.EqualTo(last).Within(100).Milliseconds
        );
    }

    [Test]
    public void EncodeAndDecode_WithoutTheOtherDate_AreMissing()
    {
        var slots = Create("yyyy-MM-dd", null);
        float[] encoded = [0];

        slots.Encode(Start, null, encoded);

        Assert.That(encoded[0], Is.NaN);
        Assert.That(slots.Decode([3], null), Is.Null);
        Assert.That(slots.Decode([float.NaN], Start), Is.Null);
    }

    [TestCase("origin", true)]
    [TestCase("since", false)] // no chains, and so no circles
    [TestCase("number", false)]
    [TestCase("none", false)]
    public void SchemaSince_OtherColumn_IsOneOfDatesWithAnOrigin(string since, bool isFound)
    {
        VaeTableSchema table = new()
        {
            Columns =
            [
                new() { Name = "origin", Kind = VaeColumnKind.Date },
                new()
                {
                    Name = "since",
                    Kind = VaeColumnKind.Date,
                    Since = "origin",
                },
                new() { Name = "number", Kind = VaeColumnKind.Number },
            ],
        };

        Assert.That(
            DateSlots.SchemaSince(
                new()
                {
                    Name = "x",
                    Kind = VaeColumnKind.Date,
                    Since = since,
                },
                table
            ),
            Is.EqualTo(isFound ? table.Columns[0] : null)
        );
    }

    private static DateSlots Create(string format, string? step) =>
        new(
            new()
            {
                Name = "Shipped",
                Kind = VaeColumnKind.Date,
                DateFormat = format,
                DateStep = step,
                DateParts = VaeDateParts.Days | VaeDateParts.Season,
                Since = "Ordered",
            }
        );
}
