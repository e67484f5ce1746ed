using System.Diagnostics;

namespace VaeMlNet.Tests;

/// <summary>A real kill -9 of a process that trains, and training that goes on in another process.</summary>
public class KilledTrainingTests
{
    [Test]
    public void Fit_AfterAKill_GoesOnInAnotherProcessAsIfUnbroken()
    {
        using var folder = new TemporaryFolder();
        KillAfterEpoch(folder.Path, 2, TimeSpan.Zero);
        var killed = KillAfterEpoch(folder.Path, 5, TimeSpan.Zero);
        AssertResumesAsIfUnbroken(folder.Path, killed);
    }

    [Test]
    [Category("Long")]
    public void LoadCheckpoint_AfterKillsAtAnyMoment_IsWhole()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(1);
        var killed = 0;
        for (var kill = 1; kill <= 40; kill++)
        {
            killed = KillAfterEpoch(folder.Path, killed + 2, TimeSpan.FromMilliseconds(20 * random.NextDouble()));
            using var loaded = TrainedVae.LoadCheckpoint(folder.Path);
            Assert.That(loaded.History, Has.Count.GreaterThanOrEqualTo(killed));
        }

        AssertResumesAsIfUnbroken(folder.Path, killed);
    }

    private static void AssertResumesAsIfUnbroken(string folder, int atLeast)
    {
        int epochsDone;
        using (var loaded = TrainedVae.LoadCheckpoint(folder))
        {
            epochsDone = loaded.History.Count;
        }

        var options = ChildTraining.Options with { EpochCount = epochsDone + 2 };
        using var rows = Some.Rows(50);
        using var resumed = new VaeTrainer(options) { Checkpoints = new(folder) { Resume = true } }.Fit(rows);
        using var unbroken = new VaeTrainer(options).Fit(rows);
        Assert.Multiple(() =>
        {
            Assert.That(epochsDone, Is.GreaterThanOrEqualTo(atLeast));
            Assert.That(Some.Weights(resumed), Is.EqualTo(Some.Weights(unbroken)));
        });
    }

    /// <summary>Gives the epoch that the process had announced when it was killed.</summary>
    private static int KillAfterEpoch(string folder, int epoch, TimeSpan delay)
    {
        using var process = ChildTraining.Start(folder);
        string? line;
        do
        {
            line = process.StandardOutput.ReadLine();
        } while (line is not null && int.Parse(line) < epoch);

        Thread.Sleep(delay);
        process.Kill();
        process.WaitForExit();
        Assert.That(line, Is.Not.Null, process.StandardError.ReadToEnd());
        return int.Parse(line!);
    }
}
