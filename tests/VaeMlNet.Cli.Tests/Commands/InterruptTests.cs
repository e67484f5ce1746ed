using System.Diagnostics;
using VaeMlNet.Cli.Tests.Support;

namespace VaeMlNet.Cli.Tests.Commands;

/// <summary>The process itself, with a real signal.</summary>
[Platform(Exclude = "Win", Reason = "the signal is sent with kill")]
internal sealed class InterruptTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    // Not SIGINT: shells start background jobs with it ignored, and then the tests' children ignore it too.
    [Test]
    public async Task Signal_WhileTraining_EndsWith130AndKeepsACheckpoint()
    {
        using Process tool = Start(
            "train",
            "--model=fully-connected",
            $"--data={TinyModel.Table}",
            "--likelihood=gaussian",
            "--epochs=1000000",
            $"--out={folder["out"]}"
        );
        try
        {
            while (tool.StandardOutput.ReadLine()?.StartsWith("epoch 1/", StringComparison.Ordinal) == false) { }
            Task drained = tool.StandardOutput.ReadToEndAsync();
            using Process kill = Process.Start("kill", ["-TERM", $"{tool.Id}"]);

            Assert.That(tool.WaitForExit(Patience), "the tool did not end");
            await drained;
            Assert.That(
                tool.StandardError.ReadToEnd().Trim(),
                Does.StartWith("vaemlnet: cancelled after epoch").And.EndsWith("and --resume.")
            );
            Assert.That(tool.ExitCode, Is.EqualTo(130));
            using TrainedVae kept = TrainedVae.LoadCheckpoint(folder["out"]);
            Assert.That(kept.History, Is.Not.Empty);
        }
        finally
        {
            tool.Kill();
        }
    }

    private static Process Start(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [typeof(VaemlnetTool).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }
}
