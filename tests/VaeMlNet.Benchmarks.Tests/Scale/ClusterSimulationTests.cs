namespace VaeMlNet.Benchmarks.Tests;

/// <summary>The simulation of a cluster, where its answer is known.</summary>
public sealed class ClusterSimulationTests
{
    private static readonly ClusterJob Even = new()
    {
        Nodes = 4,
        SlotsPerNode = 2,
        WorkSeconds = 8000,
        Shards = 8,
        StartSeconds = 0,
        SpeedSpread = 0,
        SlowShare = 0,
        FailuresPerHour = 0,
    };

    [Test]
    public void Run_EvenNodesWithoutFailures_TakesTheIdealTime() =>
        Assert.That(ClusterSimulation.Run(Even, 1), Is.EqualTo(new ClusterRun(1000, 0, 0)));

    [Test]
    public void Run_OneShardTooMany_TakesATurnMore() =>
        Assert.That(
            ClusterSimulation.Run(Even with { Shards = 9 }, 1).Seconds,
            Is.EqualTo(2 * 8000.0 / 9).Within(1e-6)
        );

    [Test]
    public void Run_StartOfEveryShard_IsPaidByEachTurn() =>
        Assert.That(
            ClusterSimulation.Run(Even with { Shards = 80, StartSeconds = 3 }, 1).Seconds,
            Is.EqualTo(1000 + 10 * 3).Within(1e-6)
        );

    [Test]
    public void Run_AllNodesSlow_TakesAsMuchLonger() =>
        Assert.That(
            ClusterSimulation.Run(Even with { SlowShare = 1, SlowFactor = 3 }, 1).Seconds,
            Is.EqualTo(3000).Within(1e-6)
        );

    [Test]
    public void Run_NodesFail_LosesWorkAndStillEnds()
    {
        var failing = Even with { FailuresPerHour = 5, RepairSeconds = 10, RequeueSeconds = 1, Shards = 80 };
        var run = ClusterSimulation.Run(failing, 1);

        Assert.That(run.LostShards, Is.GreaterThan(0));
        Assert.That(run.LostSeconds, Is.InRange(0, run.LostShards * 100.0));
        // All slots together worked for what was wanted and what was lost.
        Assert.That(run.Seconds, Is.GreaterThanOrEqualTo((8000 + run.LostSeconds) / 8));
    }

    [Test]
    public void Run_SmallerShards_LoseLessOfWhatFails()
    {
        var failing = Even with { WorkSeconds = 80_000, FailuresPerHour = 1, RepairSeconds = 10 };
        double Lost(int shards) =>
            Enumerable
                .Range(0, 20)
                .Average(seed => ClusterSimulation.Run(failing with { Shards = shards }, seed).LostSeconds);

        Assert.That(Lost(800), Is.LessThan(Lost(8) / 10));
    }
}
