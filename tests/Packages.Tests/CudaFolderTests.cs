namespace VaeMlNet.Packages.Tests;

/// <summary>The folder of CUDA tests and benchmarks, built and started on this machine, with the CPU as the device of the benchmarks.</summary>
[Category("Long")]
public sealed class CudaFolderTests
{
    [Test]
    public void Run_OnTheCpu_ReportsTestsAndBenchmarks()
    {
        using TemporaryFolder folder = new();
        string[] mnist = Environment.GetEnvironmentVariable("VAEMLNET_MNIST") is { } files ? [$"--mnist={files}"] : [];
        ProgramRun
            .Run(
                "dotnet",
                Repository.Root,
                ["cake", "--target=CudaFolder", "--libraries=cpu", $"--out={folder["cuda"]}", .. mnist]
            )!
            .Succeeded();

        var run = ProgramRun
            .Run(
                "bash",
                folder.Path,
                folder["cuda", "run.sh"],
                "--device=cpu",
                "--rows=64",
                "--only=gpu-fc128,encode",
                $"--out={folder["report"]}"
            )!
            .Succeeded();
        var report = File.ReadAllText(folder["report", "report.md"]);

        Assert.That(
            run.Output.TrimEnd().Split('\n')[^1],
            Does.Match(@"^[1-9]\d* passed, 0 failed, \d+ skipped; benchmarks: complete$")
        );
        Assert.That(report, Does.Match(@"\| VaeMlNet.Training.Tests \| [1-9]\d* \| 0 \|"));
        Assert.That(report, Does.Contain("`gpu-fc128/VaeTrainer-mixed`").And.Contain("VaeEncode / raw"));
    }
}
