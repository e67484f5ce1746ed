namespace VaeMlNet.Tests;

/// <summary>One reason for dates that are counted from those of another column.</summary>
internal sealed class DateDifferenceReasonTests
{
    [TestCase(45, "Shipped - Ordered 45 days, usually 0 days to 20 days")]
    [TestCase(14610, "Shipped - Ordered 40 years, usually 0 days to 20 days")]
    [TestCase(-3, "Shipped - Ordered -3 days, usually 0 days to 20 days")]
    [TestCase(-1, "Shipped - Ordered -1 day, usually 0 days to 20 days")]
    [TestCase(-0.25f, "Shipped - Ordered -6 hours, usually 0 days to 20 days")]
    [TestCase(-0.02f, "Shipped - Ordered -28.8 minutes, usually 0 days to 20 days")]
    [TestCase(-0.0001f, "Shipped - Ordered -8.64 seconds, usually 0 days to 20 days")]
    [TestCase(3, "Shipped - Ordered 3 days, expected about 12 days from the other columns")]
    public void Tell_Difference_HasAUnitThatSuitsIt(float days, string expected) =>
        Assert.That(Tell(days), Is.EqualTo(expected));

    [TestCase(3, 1.175f, "Shipped - Ordered 3 days, expected about 1 day from the other columns")]
    [TestCase(12, 11.9f, "Shipped - Ordered 12 days, unusual together with the other columns")]
    public void Tell_DatesWithoutTimes_AreWholeDaysApart(float days, float mean, string expected) =>
        Assert.That(Tell(days, mean, hasTimes: false), Is.EqualTo(expected));

    [Test]
    public void Tell_Missing_SaysSo() => Assert.That(Tell(float.NaN), Is.EqualTo("Shipped - Ordered missing"));

    private static string Tell(float days, float expected = 12, bool hasTimes = true)
    {
        VaeColumn column = new()
        {
            Name = "Shipped",
            Type = VaeColumn.SingleType,
            Width = 1,
            SlotNames = ["days"],
            Likelihood = "gaussian",
            Minimum = 0,
            Maximum = 30,
        };
        UsualRows usual = new()
        {
            Rows = 100,
            Columns =
            [
                new()
                {
                    Lows = [0],
                    Highs = [20],
                    Contributions = [0.5f],
                },
            ],
        };
        using OneColumn row = new(1);
        row.Slots[0] = days;
        return new DateDifferenceReason(column, new(0, 0, 0, 0, 1), usual, "Ordered", hasTimes).Tell(
            new(row, 0, [1], [expected], new([null], [null]))
        );
    }
}
