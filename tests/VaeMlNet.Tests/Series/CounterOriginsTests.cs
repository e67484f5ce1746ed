using VaeMlNet.Views;

namespace VaeMlNet.Tests;

/// <summary>The values from which the increases of counters are counted.</summary>
public sealed class CounterOriginsTests
{
    [Test]
    public void Add_Rows_GivesTheLastKnownValueOfTheSeriesSinceAGap()
    {
        CounterOrigins counters = new(["Load", "Total"], ["Total"], longestGap: 10);
        float Origin(string name, float total, double time)
        {
            var origins = counters.Add(name, [1, total], time);

            Assert.That(origins[0], Is.Zero, "no counter");

            return origins[1];
        }

        Assert.That(Origin("a", 100, 0), Is.NaN, "the first row");
        Assert.That(Origin("a", 103, 1), Is.EqualTo(100));
        Assert.That(Origin("b", 5, 1), Is.NaN, "another series");
        Assert.That(Origin("a", float.NaN, 11), Is.EqualTo(103));
        Assert.That(Origin("a", 107, 12), Is.EqualTo(103));
        Assert.That(Origin("a", 2, 13), Is.Zero, "a reset");
        Assert.That(Origin("a", 900, 24), Is.NaN, "a gap");
        Assert.That(Origin("a", 901, double.NaN), Is.EqualTo(900));
        Assert.That(Origin("a", 950, 35), Is.NaN, "a gap since the last known time");
    }
}
