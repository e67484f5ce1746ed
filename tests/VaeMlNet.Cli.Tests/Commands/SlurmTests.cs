using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;

namespace VaeMlNet.Cli.Tests;

/// <summary>A job array on a real Slurm, whose workers are killed while it runs.</summary>
[Category("Long")]
[NonParallelizable]
[SupportedOSPlatform("linux")]
internal sealed class SlurmTests
{
    private const int Rows = 2_000_000;
    private const int Shards = 16;
    private const int Kills = 6;

    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Slurm_WorkersKilledAndRequeued_MergedIsWhatOneProcessWrites()
    {
        if (SlurmCluster.Missing is { } reason)
        {
            Assert.Ignore(reason);
        }

        var data = folder.Write("rows.csv", TinyModel.Rows(Rows, seed: 9));
        var whole = Seconds(() => Tool("score", TinyModel.Folder, $"--data={data}", $"--out={folder["whole.csv"]}"));
        WriteCommand();
        var script = folder.Write(
            "score.sbatch",
            Tool(
                "job",
                "slurm",
                "score",
                TinyModel.Folder,
                $"--data={data}",
                $"--shards={Shards}",
                $"--out={folder["parts"]}",
                $"--merged={folder["merged.csv"]}"
            )
        );
        using SlurmCluster cluster = new(Directory.CreateDirectory(folder["slurm"]).FullName);
        Tool("plan", $"--data={data}", $"--shards={Shards}", $"--out={folder["parts"]}");

        var killed = 0;
        var sharded = Seconds(() => killed = RunWithKills(cluster, script));
        Tool("merge", folder["parts"], $"--out={folder["merged.csv"]}");

        Assert.That(killed, Is.EqualTo(Kills));
        Assert.That(folder.Entries, Has.None.EndsWith(".tmp"), "what the killed ones had begun");
        Assert.That(
            File.ReadAllBytes(folder["merged.csv"]).AsSpan().SequenceEqual(File.ReadAllBytes(folder["whole.csv"]))
        );

        var before = Parts();
        Wait(cluster, cluster.Submit(script, folder.Path), _ => { });

        Assert.That(Parts(), Is.EqualTo(before), "the second submission did work");

        TestContext.Out.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Rows} rows: one process {whole:0.0} s; {Shards} shards, {killed} of them killed, {sharded:0.0} s"
            )
        );
    }

    private int RunWithKills(SlurmCluster cluster, string script)
    {
        Random random = new(1);
        var killed = 0;
        Wait(
            cluster,
            cluster.Submit(script, folder.Path),
            workers =>
            {
                if (workers.Length > 0 && killed < Kills)
                {
                    workers[random.Next(workers.Length)].Kill();
                    killed++;
                }
            }
        );
        return killed;
    }

    // Waits until no task of the job is left, and calls the function with the running workers meanwhile.
    private void Wait(SlurmCluster cluster, string job, Action<Process[]> watch)
    {
        var time = Stopwatch.StartNew();
        while (cluster.Unfinished(job).Length > 0)
        {
            Assert.That(time.Elapsed.TotalMinutes, Is.LessThan(6), "the job does not end");
            Process[] workers = [.. Process.GetProcessesByName("dotnet").Where(IsShard)];
            watch(workers);
            Array.ForEach(workers, worker => worker.Dispose());
            Thread.Sleep(250);
        }
    }

    private bool IsShard(Process process)
    {
        try
        {
            var line = File.ReadAllText($"/proc/{process.Id}/cmdline");
            return line.Contains("--shard=auto") && line.Contains(folder.Path);
        }
        catch (IOException)
        {
            return false;
        }
    }

    // What a user has on the PATH.
    private void WriteCommand()
    {
        Directory.CreateDirectory(folder["bin"]);
        ProgramFile.Write(folder[Path.Combine("bin", "vaemlnet")], $"#!/bin/sh\nexec dotnet '{ToolFile}' \"$@\"\n");
        Environment.SetEnvironmentVariable("PATH", $"{folder["bin"]}:{Environment.GetEnvironmentVariable("PATH")}");
    }

    private Dictionary<string, DateTime> Parts() =>
        Directory.EnumerateFiles(folder["parts"]).ToDictionary(path => path, File.GetLastWriteTimeUtc);

    private static string ToolFile => typeof(VaemlnetTool).Assembly.Location;

    private static double Seconds(Action work)
    {
        var watch = Stopwatch.StartNew();
        work();
        return watch.Elapsed.TotalSeconds;
    }

    private static string Tool(params string[] arguments) =>
        ProgramRun.Run("dotnet", folder: null, [ToolFile, .. arguments])!.Succeeded().Output;
}
