namespace VaeMlNet.Worker.Tests;

internal sealed class ConnectionLossTests
{
    [Test]
    public void NextWait_AgainAndAgain_GrowsUpToABound()
    {
        ConnectionLoss loss = new();
        TimeSpan[] waits = [.. Enumerable.Range(0, 20).Select(_ => loss.NextWait())];

        Assert.That(waits[0].TotalSeconds, Is.InRange(0.375, 0.5));
        Assert.That(waits[3].TotalSeconds, Is.InRange(3, 4));
        Assert.That(waits[^1].TotalSeconds, Is.InRange(22.5, 30));
    }

    [Test]
    public void NextWait_AfterAResultGotThrough_BeginsAnew()
    {
        ConnectionLoss loss = new();
        loss.Begin(TimeSpan.Zero);
        loss.NextWait();
        loss.NextWait();
        loss.End();

        Assert.That(loss.NextWait().TotalSeconds, Is.AtMost(0.5));
        Assert.That(loss.Length, Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public async Task Begin_OverShortSessions_GoesOn()
    {
        ConnectionLoss loss = new();
        loss.Begin(TimeSpan.Zero);
        await Task.Delay(20);
        loss.Begin(TimeSpan.FromSeconds(1));

        Assert.That(loss.Length, Is.GreaterThanOrEqualTo(TimeSpan.FromMilliseconds(15)));
    }

    [Test]
    public async Task Begin_AfterALongSession_BeginsAnew()
    {
        ConnectionLoss loss = new();
        loss.Begin(TimeSpan.Zero);
        await Task.Delay(200);
        loss.Begin(TimeSpan.FromMinutes(1));

        Assert.That(loss.Length, Is.LessThan(TimeSpan.FromMilliseconds(190)));
    }
}
