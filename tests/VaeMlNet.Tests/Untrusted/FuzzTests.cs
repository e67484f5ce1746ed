using System.Diagnostics;

namespace VaeMlNet.Tests;

/// <summary>Damaged model folders and saved graphs end in an answer or in a documented exception, soon and in little memory.</summary>
public sealed class FuzzTests
{
    /// <summary>Without a line for so long it hangs; a busy machine is slower than one second a seed.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Test]
    public void Open_500DamagedFolders_EndInAnswerOrVaeModelException() =>
        Fuzz(ModelFolderTarget.Name, firstSeed: 0, count: 500);

    [Test]
    [Category("Long")]
    public void Open_10000DamagedFolders_EndInAnswerOrVaeModelException() =>
        Fuzz(ModelFolderTarget.Name, firstSeed: 500, count: 10_000);

    [Test]
    public void Restore_500DamagedGraphs_EndInAnswerOrDocumentedException() =>
        Fuzz(SavedGraphTarget.Name, firstSeed: 0, count: 500);

    [Test]
    [Category("Long")]
    public void Restore_10000DamagedGraphs_EndInAnswerOrDocumentedException() =>
        Fuzz(SavedGraphTarget.Name, firstSeed: 500, count: 10_000);

    private static void Fuzz(string target, int firstSeed, int count)
    {
        using var temporary = new TemporaryFolder();
        using Process child = ChildProcess.Start(
            temporary.Path,
            FuzzRun.Verb,
            target,
            TinyModel.Bernoulli.Folder,
            temporary["model"],
            $"{firstSeed}",
            $"{count}"
        );
        Task<string> errors = child.StandardError.ReadToEndAsync();
        var broken = new List<string>();
        string last = "";
        while (NextLine(child, last) is { } line)
        {
            last = line;
            if (line.StartsWith("BROKEN", StringComparison.Ordinal))
            {
                broken.Add(line);
            }
        }
        child.WaitForExit();

        Assert.That(broken, Is.Empty);
        Assert.That(child.ExitCode, Is.Zero, $"the process ended after '{last}': {errors.Result}");
        string[] totals = last.Split(' ');
        Assert.That(int.Parse(totals[1]), Is.GreaterThan(count / 3), "the damage has to be found");
        Assert.That(int.Parse(totals[3]), Is.GreaterThan(count / 25), "not everything may be refused outright");
    }

    private static string? NextLine(Process child, string last)
    {
        Task<string?> line = child.StandardOutput.ReadLineAsync();
        if (!line.Wait(Patience))
        {
            child.Kill();
            Assert.Fail($"The process hangs after '{last}'.");
        }
        return line.Result;
    }
}
