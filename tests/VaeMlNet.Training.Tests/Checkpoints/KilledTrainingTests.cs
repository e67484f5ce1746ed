using System.Diagnostics;

namespace VaeMlNet.Tests;

/// <summary>A real kill -9 of a process that trains, and training that goes on in another process.</summary>
public class KilledTrainingTests
{
    [Test]
    [Proves(25)]
    [Category("Long")]
    public void Fit_AfterAKill_GoesOnInAnotherProcessAsIfUnbroken()
    {
        using var folder = new TemporaryFolder();
        KillAfterEpoch(folder.Path, 2, TimeSpan.Zero);
        var killed = KillAfterEpoch(folder.Path, 5, TimeSpan.Zero);
        AssertResumesAsIfUnbroken(folder.Path, killed);
    }

    [Test]
    [Category("Long")]
    [Proves(25)]
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

    /// <summary>A kill before the first checkpoint is whole must not keep the next process from training.</summary>
    [Test]
    [Proves(40)]
    public void Fit_AfterAKillDuringTheFirstWrites_TrainsAgain() => KillDuringTheFirstWrites(kills: 1);

    [Test]
    [Category("Long")]
    [Proves(40)]
    public void Fit_After200KillsDuringTheFirstWrites_TrainsAgain() => KillDuringTheFirstWrites(kills: 200);

    private static void KillDuringTheFirstWrites(int kills)
    {
        var random = new Random(1);
        var withoutCheckpoint = 0;
        using var rows = Some.Rows(50);
        for (var kill = 0; kill < kills; kill++)
        {
            using var folder = new TemporaryFolder();
            KillAfterEpoch(folder.Path, 0, TimeSpan.FromMilliseconds(150 * random.NextDouble()));
            var left = string.Join(", ", folder.Entries);
            withoutCheckpoint += folder.Entries.Contains("checkpoint.json") ? 0 : 1;

            TrainedVae.CheckReplaceable(folder.Path);
            var epochCount = 1;
            if (folder.Entries.Contains("checkpoint.json"))
            {
                using var loaded = TrainedVae.LoadCheckpoint(folder.Path);
                epochCount += loaded.History.Count;
            }

            var trainer = new VaeTrainer(ChildTraining.Options with { EpochCount = epochCount })
            {
                Checkpoints = new(folder.Path) { Resume = true },
            };
            using var trained = trainer.Fit(rows);

            Assert.That(trained.History, Has.Count.EqualTo(epochCount), left);
            Assert.That(folder.Entries.Where(name => name.StartsWith('.')), Is.Empty, $"left over of {left}");
        }

        TestContext.Out.WriteLine($"{withoutCheckpoint} of {kills} kills left no checkpoint");
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

    /// <summary>Kills the process after an epoch. Returns the epoch that the process had reported.</summary>
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
