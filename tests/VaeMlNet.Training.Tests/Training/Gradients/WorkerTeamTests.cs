namespace VaeMlNet.Tests;

public class WorkerTeamTests
{
    [TestCase(1)]
    [TestCase(3)]
    public void Run_SeveralTimes_DoesEachPartOnce(int count)
    {
        var done = new int[count];
        using var team = new WorkerTeam(count);
        for (var run = 0; run < 5; run++)
        {
            team.Run(part => done[part]++);
        }

        Assert.That(done, Is.All.EqualTo(5));
    }

    [Test]
    public void Run_PartsThatTakeLonger_AreAwaited()
    {
        var done = new int[3];
        var before = new int[3];
        using var team = new WorkerTeam(3);
        for (var run = 0; run < 3; run++)
        {
            team.Run(
                part =>
                {
                    Thread.Sleep(20 * part); // longer than a worker checks before it sleeps
                    done[part]++;
                },
                part => before[part] = done.Min()
            );

            Assert.That(before, Is.All.EqualTo(run + 1));
        }
    }

    [Test]
    public void Run_PartFails_ThrowsAndGoesOn()
    {
        using var team = new WorkerTeam(2);

        Assert.Throws<InvalidDataException>(() =>
            team.Run(part =>
            {
                if (part == 1)
                {
                    throw new InvalidDataException();
                }
            })
        );

        var done = new int[2];
        team.Run(part => done[part]++);

        Assert.That(done, Is.EqualTo(new[] { 1, 1 }));
    }
}
