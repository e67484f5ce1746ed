using System.Diagnostics;

namespace VaeMlNet.Tests;

/// <summary>A real kill -9 of a process that writes a model, at moments of no plan.</summary>
[Category("Long")]
public sealed class KilledWriterTests
{
    private const int Kills = 150;

    [Test]
    [Proves(37)]
    public void Open_AfterTheWriterWasKilled_FindsTheOldOrTheNewModel()
    {
        using var temporary = new TemporaryFolder();
        var folder = temporary["model"];
        var random = new Random(1);
        var found = new HashSet<string>();
        var leftovers = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            KillWhileWriting(folder, random);
            var state = string.Join(
                ", ",
                Directory.EnumerateFileSystemEntries(temporary.Path).Select(Path.GetFileName)
            );
            leftovers += state.Contains(".dir") || state.Contains(".model.old") ? 1 : 0;

            using var model = VaeModel.Open(folder);

            Assert.That(model.Verify().Passed, Is.True, $"kill {kill}, which left {state}");
            found.Add(model.Manifest.Name);
        }

        Assert.That(found, Is.EquivalentTo(new[] { "bernoulli", "gaussian" }));
        Assert.That(leftovers, Is.GreaterThan(Kills / 10), "the kills have to fall into a write");
    }

    private static void KillWhileWriting(string folder, Random random)
    {
        using var writer = ChildProcess.Start(
            Path.GetTempPath(),
            EndlessWriter.Verb,
            folder,
            TinyModel.Bernoulli.Folder,
            TinyModel.Gaussian.Folder
        );
        var first = writer.StandardOutput.ReadLine();
        Thread.Sleep(random.Next(20));
        Thread.SpinWait(random.Next(200_000));
        writer.Kill();
        writer.WaitForExit();
        Assert.That(first, Is.Not.Null, writer.StandardError.ReadToEnd());
    }
}
