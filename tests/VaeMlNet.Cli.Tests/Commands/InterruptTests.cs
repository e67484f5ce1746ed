using System.Diagnostics;

namespace VaeMlNet.Cli.Tests;

/// <summary>The process itself, with a real signal.</summary>
[Platform(Exclude = "Win", Reason = "the signal is sent with kill")]
internal sealed class InterruptTests
{
    private const string Canceled = "vaemlnet: canceled; no incomplete file is left.";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Signal_WhileTraining_EndsWith130AndKeepsACheckpoint()
    {
        using var tool = Start("train", [.. Endless, $"--out={folder["out"]}"]);

        var error = End(tool, ReadEpoch);

        Assert.That(error, Does.StartWith("vaemlnet: canceled after epoch").And.EndsWith("and --resume."));

        using var kept = TrainedVae.LoadCheckpoint(folder["out"]);

        Assert.That(kept.History, Is.Not.Empty);
    }

    [Test]
    public void Signal_WhileExportTrains_EndsWith130AndLeavesNothing()
    {
        using var tool = Start("export", [.. Endless, $"--out={folder["out"]}"]);

        Assert.That(End(tool, ReadEpoch), Is.EqualTo(Canceled));
        Assert.That(folder.Entries, Is.Empty);
    }

    [Test]
    public void Signal_TwiceAtOnce_IsOneRequest()
    {
        var data = folder.Write("d.csv", TinyModel.Rows(40_000, seed: 5));
        using var tool = Start("encode", [TinyModel.Folder, $"--data={data}", "--out=-"]);

        var error = End(tool, process => process.StandardOutput.ReadLine(), signals: 2);

        Assert.That(error, Is.EqualTo(Canceled));
    }

    [Test]
    public void Signal_WhileWaitingForInput_EndsWith130AndLeavesNothing()
    {
        using var tool = Start("score", [TinyModel.Folder, "--data=-", $"--out={folder["out.csv"]}"]);
        tool.StandardInput.Write("a,b,c\n1,2,3\n");
        tool.StandardInput.Flush();

        // The test cannot see when the tool has opened the model and waits. Before that, the result is the same.
        Assert.That(End(tool, _ => Thread.Sleep(1000)), Is.EqualTo(Canceled));
        Assert.That(folder.Entries, Is.Empty);
    }

    [Test]
    public void Signal_WhileRowsAreWritten_EndsWith130()
    {
        using var tool = Start("sample", [TinyModel.Folder, "--count=100000000", "--out=-"]);

        Assert.That(End(tool, process => process.StandardOutput.ReadLine()), Is.EqualTo(Canceled));
    }

    [Test]
    [Category("Long")]
    public void Signal_WhileABinaryFileIsWritten_EndsWith130AndLeavesNothing()
    {
        using var tool = Start("sample", [TinyModel.Folder, "--count=100000000", $"--out={folder["x.idv"]}"]);

        var error = End(tool, _ => Assert.That(() => folder.Entries, Is.Not.Empty.After(30_000, 50)));

        Assert.That(error, Is.EqualTo(Canceled));
        Assert.That(folder.Entries, Is.Empty);
    }

    [Test]
    public void Output_WhoseReaderEnded_EndsWithoutAnError()
    {
        var data = folder.Write("d.csv", TinyModel.Rows(40_000, seed: 5));
        using var tool = Start("encode", [TinyModel.Folder, $"--data={data}", "--out=-"]);
        tool.StandardOutput.ReadLine();
        tool.StandardOutput.Close();

        Assert.That(tool.WaitForExit(Patience), "the tool did not end");
        Assert.That((tool.ExitCode, tool.StandardError.ReadToEnd()), Is.EqualTo((141, "")));
    }

    private static string[] Endless =>
        ["--model=fully-connected", $"--data={TinyModel.Table}", "--likelihood=gaussian", "--epochs=1000000"];

    private static void ReadEpoch(Process tool)
    {
        while (tool.StandardOutput.ReadLine()?.StartsWith("epoch 1/", StringComparison.Ordinal) == false) { }
    }

    /// <summary>Waits for a moment, sends the signal, and gives what was said of it.</summary>
    // Not SIGINT: shells start background jobs with it ignored, and then the tests' children ignore it too.
    private static string End(Process tool, Action<Process> waitForMoment, int signals = 1)
    {
        try
        {
            waitForMoment(tool);
            for (var i = 0; i < signals; i++)
            {
                using var kill = Process.Start("kill", ["-TERM", $"{tool.Id}"]);
                kill.WaitForExit();
            }

            var drained = tool.StandardOutput.ReadToEndAsync();
            Assert.That(tool.WaitForExit(Patience), "the tool did not end");
            drained.Wait(Patience);
            Assert.That(tool.ExitCode, Is.EqualTo(130));
            return tool.StandardError.ReadToEnd().Trim();
        }
        finally
        {
            tool.Kill();
        }
    }

    private static Process Start(string verb, string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [typeof(VaemlnetTool).Assembly.Location, verb, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }
}
