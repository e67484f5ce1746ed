using System.Globalization;
using Microsoft.ML;

namespace VaeMlNet.Tests;

/// <summary>Columns of dates that the profile counts from those of other columns.</summary>
public sealed class RelatedDatesTests
{
    private const int RowCount = 400;

    private static readonly int[] Ordered = Numbers(1, 700);
    private static readonly int[] Days = Numbers(2, 9);

    [Test]
    public void Profile_DatesCloseToOthers_AreCountedFromTheEarlierOnes()
    {
        var schema = Profile(
            ("Paid", Dates(i => Ordered[i] + 9)),
            ("Ordered", Dates(i => Ordered[i])),
            ("Shipped", Dates(i => Ordered[i] + Days[i]))
        );

        Assert.That(Since(schema), Is.EqualTo(new[] { "Ordered", null, "Ordered" }));
        Assert.That(schema.Find("Paid")!.DateParts, Is.EqualTo(VaeDateParts.Days));
        Assert.That(schema.Find("Ordered")!.DateParts.HasFlag(VaeDateParts.Weekday));
    }

    [Test]
    public void Profile_DatesWithGaps_AreCountedFromThoseWithout() =>
        Assert.That(
            Since(
                Profile(
                    ("Started", Dates(i => i % 5 == 0 ? null : Ordered[i])),
                    ("Ended", Dates(i => Ordered[i] + Days[i]))
                )
            ),
            Is.EqualTo(new[] { "Ended", null })
        );

    [Test]
    public void Profile_DatesThatAreNeverEarlier_AreCountedFromTheOthers()
    {
        // From the start to the end of the data, so that the distances vary as much as the dates.
        var share = Numbers(3, 1000);

        Assert.That(
            Since(
                Profile(
                    ("Opened", Dates(i => Ordered[i])),
                    ("Closed", Dates(i => Ordered[i] + (int)((700 - Ordered[i]) * (share[i] / 1000.0))))
                )
            ),
            Is.EqualTo(new[] { null, "Opened" })
        );
    }

    /// <summary>In sorted files of some lengths, the row with which chance was measured was a neighbor.</summary>
    [Test]
    public void Profile_SortedDates_AreCountedFromTheEarlierOnes([Values(120, 135)] int count)
    {
        var share = Numbers(3, 1000);
        int[] hired = [.. Enumerable.Range(0, count).Select(i => 700 * i / count)];

        Assert.That(
            Since(
                Profile(
                    ("Hired", Dates(i => hired[i]).Take(count)),
                    ("Left", Dates(i => hired[i] + (int)((700 - hired[i]) * (share[i] / 1000.0))).Take(count))
                )
            ),
            Is.EqualTo(new[] { null, "Hired" })
        );
    }

    [Test]
    public void Profile_ThreeDates_AreCountedFromTheOneThatIsClosestToTheOthers() =>
        Assert.That(
            Since(
                Profile(
                    ("Born", Dates(i => (20 * Ordered[i]) - (40 * Days[i] * Days[i]) - 5000)),
                    ("Hired", Dates(i => 20 * Ordered[i])),
                    ("Left", Dates(i => (20 * Ordered[i]) + (30 * Days[i])))
                )
            ),
            Is.EqualTo(new[] { "Hired", null, "Hired" })
        );

    [Test]
    public void Profile_OtherDates_AreCountedFromAnOrigin()
    {
        var other = Numbers(4, 700);

        Assert.That(
            Since(Profile(("Independent", Dates(i => other[i])), ("Ordered", Dates(i => Ordered[i])))),
            Is.All.Null
        );
        Assert.That(
            Since(Profile(("Born", Dates(i => (20 * other[i]) - 20_000)), ("Ordered", Dates(i => Ordered[i])))),
            Is.All.Null,
            "the order is that of the ranges"
        );
        Assert.That(
            Since(
                Profile(
                    ("Ordered", Dates(i => i % 3 == 0 ? null : Ordered[i])),
                    ("Shipped", Dates(i => i % 3 == 1 ? null : Ordered[i] + Days[i]))
                )
            ),
            Is.All.Null,
            "both are known in a third of the rows"
        );
    }

    [Test]
    public void Profile_GivenOrigin_Stays()
    {
        VaeColumnSchema given = new()
        {
            Name = "Shipped",
            Kind = VaeColumnKind.Date,
            Origin = new DateTime(2020, 1, 1),
        };

        Assert.That(
            Since(Profile([given], ("Ordered", Dates(i => Ordered[i])), ("Shipped", Dates(i => Ordered[i] + 1)))),
            // The other one can be counted from it.
            Is.EqualTo(new[] { "Shipped", null })
        );
    }

    [TestCase("Ordered", null)]
    [TestCase("Shipped", "which is no other column of dates")]
    [TestCase("Amount", "which is no other column of dates")]
    [TestCase("Missing", "which is no other column of dates")]
    public void Profile_GivenColumnToCountFrom_IsOneOfDates(string since, string? problem)
    {
        VaeColumnSchema given = new()
        {
            Name = "Shipped",
            Kind = VaeColumnKind.Date,
            Since = since,
        };
        var other = Numbers(4, 700);

        var profile = Describe(
            [given],
            ("Ordered", Dates(i => Ordered[i])),
            ("Shipped", Dates(i => other[i])),
            ("Amount", Enumerable.Range(0, RowCount).Select(i => $"{i % 7}.5"))
        );

        var shipped = profile.Columns.Single(column => column.Name == "Shipped");

        Assert.That(shipped.Problem, problem is null ? Is.Null : Does.Contain(problem));
        Assert.That(shipped.Schema.Since, Is.EqualTo(since));
        Assert.That(profile.Schema.Find("Ordered")!.Since, Is.Null);
    }

    private static int[] Numbers(int seed, int end)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, RowCount).Select(_ => random.Next(end))];
    }

    private static IEnumerable<string> Dates(Func<int, int?> day) =>
        Enumerable
            .Range(0, RowCount)
            .Select(i =>
                day(i) is { } days
                    ? new DateTime(2022, 1, 1).AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
                    : ""
            );

    private static IEnumerable<string?> Since(VaeTableSchema schema) => schema.Columns.Select(column => column.Since);

    private static VaeTableSchema Profile(params (string Name, IEnumerable<string> Cells)[] columns) =>
        Profile([], columns);

    private static VaeTableSchema Profile(
        VaeColumnSchema[] given,
        params (string Name, IEnumerable<string> Cells)[] columns
    ) => Describe(given, columns).Schema;

    private static VaeTableProfile Describe(
        VaeColumnSchema[] given,
        params (string Name, IEnumerable<string> Cells)[] columns
    ) =>
        new MLContext(1).Data.ProfileColumns(TextColumns.Create(columns), new() { Schema = new() { Columns = given } });
}
