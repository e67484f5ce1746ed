using System.Diagnostics;

namespace VaeMlNet.Tests;

/// <summary>Only one training at a time writes to a checkpoint folder, and it does not change files of others.</summary>
public class CheckpointLockTests
{
    [Test]
    [Proves(40)]
    public void Fit_WhileAnotherProcessTrainsIntoTheFolder_IsRefusedAtOnceAndNamesTheProcess()
    {
        using var folder = new TemporaryFolder();
        using var other = ChildTraining.Start(folder.Path);
        for (var line = other.StandardOutput.ReadLine(); line is not null and not "2"; )
        {
            line = other.StandardOutput.ReadLine();
        }

        using var rows = Some.Rows(20);
        var trainer = new VaeTrainer(Some.Options()) { Checkpoints = new(folder.Path) };
        var fit = Assert.Throws<VaeModelException>(() => trainer.Fit(rows))!;
        var check = Assert.Throws<VaeModelException>(() => TrainedVae.CheckReplaceable(folder.Path))!;
        using var model = Some.Trained();
        var save = Assert.Throws<VaeModelException>(() => model.SaveCheckpoint(folder.Path))!;
        other.Kill();
        other.WaitForExit();

        foreach (var error in new[] { fit, check, save })
        {
            Assert.That(error.Message, Does.Contain($"'{folder.Path}'").And.Contain($"process {other.Id} on"));
        }

        // The lock of a killed process does not block others.
        using var trained = trainer.Fit(rows);
        using var loaded = TrainedVae.LoadCheckpoint(folder.Path);

        Assert.That(loaded.History, Has.Count.EqualTo(3));
        Assert.That(folder.Entries.Where(name => name.StartsWith('.')), Is.Empty);
    }

    [Test]
    public void Fit_InterruptedFolderIsInUse_IsRefusedBeforeTraining()
    {
        using var folder = new TemporaryFolder();
        using var held = CheckpointLock.Take(folder["interrupted"]);
        using var rows = Some.Rows(20);
        var trainer = new VaeTrainer(Some.Options())
        {
            Checkpoints = new(folder["checkpoint"]) { InterruptedFolder = folder["interrupted"] },
        };

        var error = Assert.Throws<VaeModelException>(() =>
            trainer.Fit(rows, progress: new ProgressRecorder(_ => Assert.Fail()))
        )!;

        Assert.That(error.Message, Does.Contain(folder["interrupted"]).And.Contain("another training"));
        Assert.That(Directory.Exists(folder["checkpoint"]), Is.False);
    }

    [TestCase("""{"version": 1, "epoch": 3}""")]
    [TestCase("[1, 2]")]
    [TestCase("torch")]
    [TestCase("")]
    [Proves(39)]
    public void SaveCheckpoint_OverACheckpointJsonOfOthers_IsRefusedAndKeepsIt(string content)
    {
        using var folder = new TemporaryFolder();
        folder.Write("checkpoint.json", content);
        using var model = Some.Trained();
        using var rows = Some.Rows(20);

        var trainer = new VaeTrainer(Some.Options()) { Checkpoints = new(folder.Path) };
        var save = Assert.Throws<VaeModelException>(() => model.SaveCheckpoint(folder.Path))!;

        Assert.Throws<VaeModelException>(() => trainer.Fit(rows));
        Assert.Throws<VaeModelException>(() => TrainedVae.CheckReplaceable(folder.Path));

        Assert.That(save.Message, Does.Contain(folder.Path).And.Contain("checkpoint.json"));
        Assert.That(File.ReadAllText(folder["checkpoint.json"]), Is.EqualTo(content));
        Assert.That(folder.Entries, Is.EqualTo(new[] { "checkpoint.json" }));
    }

    [Test]
    [Proves(39)]
    public void SaveCheckpoint_BesideFilesOfOthers_KeepsThem()
    {
        using var folder = new TemporaryFolder();
        string[] others =
        [
            "weights-mine.dat",
            "optimizer.dat",
            "weights.tmp",
            "weights-0123456789abcdeF.dat",
            "notes.txt",
        ];
        foreach (var name in others)
        {
            folder.Write(name, "somebody's");
        }

        using var model = Some.Trained();
        model.SaveCheckpoint(folder.Path);
        model.SaveCheckpoint(folder.Path);

        Assert.That(others, Is.SubsetOf(folder.Entries));
        Assert.That(folder.Entries, Has.Count.EqualTo(others.Length + 2));
    }

    [Test]
    public void CheckReplaceable_FolderOfOthers_IsRefused()
    {
        using var folder = new TemporaryFolder();
        folder.Write("thesis.txt", "");

        Assert.That(
            () => TrainedVae.CheckReplaceable(folder.Path),
            Throws.TypeOf<VaeModelException>().With.Message.Contains("thesis.txt")
        );
        Assert.That(
            () => TrainedVae.CheckReplaceable(folder["thesis.txt"]),
            Throws.TypeOf<VaeModelException>().With.Message.Contains("it is a file")
        );
    }

    /// <summary>Names of files that only an interrupted first write leaves, including those of earlier versions.</summary>
    [Test]
    public void CheckReplaceable_OnlyLeftoversOfAKilledWrite_IsAccepted()
    {
        using var folder = new TemporaryFolder();
        string[] names =
        [
            "weights.tmp",
            "weights-0123456789abcdef.dat",
            "optimizer-0123456789abcdef.dat",
            ".checkpoint.lock",
            ".checkpoint.owner",
        ];
        foreach (var name in names)
        {
            folder.Write(name, "");
        }

        Assert.That(() => TrainedVae.CheckReplaceable(folder.Path), Throws.Nothing);
        Assert.That(() => TrainedVae.CheckReplaceable(folder["missing"]), Throws.Nothing);
    }

    [Test]
    public void Fit_ThatFails_LeavesNoFolder()
    {
        using var folder = new TemporaryFolder();
        using var rows = Some.ToTensor(Some.Values(0));
        var trainer = new VaeTrainer(Some.Options()) { Checkpoints = new(folder["checkpoint"]) };

        Assert.That(() => trainer.Fit(rows), Throws.InvalidOperationException);

        Assert.That(folder.Entries, Is.Empty);
    }

    [Test]
    [Proves(40)]
    [Category("Long")]
    public void LoadCheckpoint_WhileATrainingReplacesIt_FindsAWholeOne()
    {
        using var folder = new TemporaryFolder();
        using var training = ChildTraining.Start(folder.Path);
        var loads = 0;
        try
        {
            while (!File.Exists(folder["checkpoint.json"]))
            {
                Thread.Sleep(10);
            }

            var watch = Stopwatch.StartNew();
            while (watch.Elapsed < TimeSpan.FromSeconds(1))
            {
                using var loaded = TrainedVae.LoadCheckpoint(folder.Path);
                loads++;
            }
        }
        finally
        {
            training.Kill();
            training.WaitForExit();
        }

        Assert.That(loads, Is.GreaterThan(5));
    }
}
