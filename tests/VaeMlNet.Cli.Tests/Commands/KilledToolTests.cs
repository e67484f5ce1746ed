using System.Diagnostics;

namespace VaeMlNet.Cli.Tests;

/// <summary>
/// A real kill -9 of the tool at random moments: the next run succeeds, its result is whole, and nothing else is left.
/// </summary>
[Platform("Linux")]
internal sealed class KilledToolTests
{
    private static readonly string[] Verbs = ["score", "export", "train", "merge"];

    [TestCase("score")]
    [Proves(41)]
    public void Run_AfterAKilledRun_LeavesAWholeResultAndNothingElse(string verb) => KillAndRunAgain(verb, kills: 1);

    [TestCaseSource(nameof(Verbs))]
    [Category("Long")]
    [Proves(41)]
    public void Run_After40KilledRuns_LeavesAWholeResultAndNothingElse(string verb) => KillAndRunAgain(verb, kills: 40);

    private static void KillAndRunAgain(string verb, int kills)
    {
        using TemporaryFolder folder = new();
        var arguments = Arguments(verb, folder);
        var watch = Stopwatch.StartNew();
        RunToTheEnd(arguments);

        var duration = watch.Elapsed;
        string[] expected = [.. folder.Entries];
        Random random = new(1);
        var leftovers = 0;
        for (var kill = 0; kill < kills; kill++)
        {
            using var killed = Start(arguments);
            // Files are written towards the end.
            Thread.Sleep(duration * (0.5 + (0.5 * random.NextDouble())));
            killed.Kill();
            killed.WaitForExit();
            leftovers += folder.Entries.Any(entry => entry.Contains(".tmp", StringComparison.Ordinal)) ? 1 : 0;

            RunToTheEnd(arguments);

            Assert.That(folder.Entries.Select(WithoutSum), Is.EqualTo(expected.Select(WithoutSum)), $"kill {kill}");
            CheckResult(verb, folder);
        }

        TestContext.Out.WriteLine($"{leftovers} of {kills} kills left temporary files");
    }

    private static void RunToTheEnd(string[] arguments)
    {
        using var whole = Start(arguments);
        var errors = whole.StandardError.ReadToEndAsync();
        whole.StandardOutput.ReadToEnd();
        whole.WaitForExit();
        Assert.That((whole.ExitCode, errors.Result), Is.EqualTo((0, "")));
    }

    private static void CheckResult(string verb, TemporaryFolder folder)
    {
        switch (verb)
        {
            case "export":
                ToolRun.Run("verify", folder["out"]).Succeeded();
                break;
            case "train":
                TrainedVae.LoadCheckpoint(folder["out"]).Dispose();
                break;
            default:
                Assert.That(File.ReadAllLines(folder["out.csv"]), Has.Length.EqualTo(TinyModel.RowCount + 1));
                break;
        }
    }

    // The name of the weights has their checksum, which depends on the training time in the file.
    private static string WithoutSum(string entry) => entry.Split('-')[0];

    private static string[] Arguments(string verb, TemporaryFolder folder)
    {
        switch (verb)
        {
            case "score":
                return ["score", TinyModel.Folder, $"--data={TinyModel.Table}", $"--out={folder["out.csv"]}"];
            case "export":
                return
                [
                    "export",
                    $"--checkpoint={TinyModel.Checkpoint}",
                    $"--data={TinyModel.Table}",
                    $"--out={folder["out"]}",
                ];
            case "train":
                return
                [
                    "train",
                    $"--data={TinyModel.Table}",
                    "--epochs=3",
                    "--checkpoint-every=1",
                    $"--out={folder["out"]}",
                ];
            default:
                foreach (var shard in new[] { 1, 2 })
                {
                    ToolRun
                        .Run(
                            "score",
                            TinyModel.Folder,
                            $"--data={TinyModel.Table}",
                            $"--shard={shard}/2",
                            $"--out={folder["parts"]}"
                        )
                        .Succeeded();
                }

                return ["merge", folder["parts"], $"--out={folder["out.csv"]}"];
        }
    }

    private static Process Start(string[] arguments) =>
        Process.Start(
            new ProcessStartInfo("dotnet", [typeof(VaemlnetTool).Assembly.Location, .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
}
