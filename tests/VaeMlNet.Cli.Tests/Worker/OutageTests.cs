namespace VaeMlNet.Cli.Tests;

internal sealed class OutageTests
{
    [Test]
    public void NextWait_RepeatedCalls_GrowUpToALimit()
    {
        Outage outage = new();
        TimeSpan[] waits = [.. Enumerable.Range(0, 20).Select(_ => outage.NextWait())];

        Assert.That(waits[0].TotalSeconds, Is.InRange(0.375, 0.5));
        Assert.That(waits[3].TotalSeconds, Is.InRange(3, 4));
        Assert.That(waits[^1].TotalSeconds, Is.InRange(22.5, 30));
    }

    [Test]
    public void NextWait_AfterADeliveredResult_StartsAgain()
    {
        Outage outage = new();
        outage.Begin(TimeSpan.Zero);
        outage.NextWait();
        outage.NextWait();
        outage.End();

        Assert.That(outage.NextWait().TotalSeconds, Is.AtMost(0.5));
        Assert.That(outage.Length, Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public async Task Begin_OverShortSessions_GoesOn()
    {
        Outage outage = new();
        outage.Begin(TimeSpan.Zero);
        await Task.Delay(20);
        outage.Begin(TimeSpan.FromSeconds(1));

        Assert.That(outage.Length, Is.GreaterThanOrEqualTo(TimeSpan.FromMilliseconds(15)));
    }

    [Test]
    public async Task Begin_AfterALongSession_StartsAgain()
    {
        Outage outage = new();
        outage.Begin(TimeSpan.Zero);
        await Task.Delay(200);
        outage.Begin(TimeSpan.FromMinutes(1));

        Assert.That(outage.Length, Is.LessThan(TimeSpan.FromMilliseconds(190)));
    }
}
