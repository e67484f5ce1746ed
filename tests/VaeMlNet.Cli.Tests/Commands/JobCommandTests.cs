using VaeMlNet.Cli.Tests.Support;

namespace VaeMlNet.Cli.Tests.Commands;

/// <summary>Submission files: complete, quoted, and refused where a shard would fail.</summary>
internal sealed class JobCommandTests
{
    [Test]
    public void Job_Slurm_IsAScriptWithEveryPart()
    {
        ToolRun run = Job(
            "slurm",
            "rows/*.csv",
            "it's here/scores.csv",
            "--cpus=2",
            "--memory=4096",
            "--",
            "--contributions"
        );
        string[] lines = run.Succeeded().Output.Split('\n');
        Assert.That(lines[0], Is.EqualTo("#!/usr/bin/env bash"));
        Assert.That(lines, Does.Contain("#SBATCH --array=1-16"));
        Assert.That(lines, Does.Contain("#SBATCH --cpus-per-task=2"));
        Assert.That(lines, Does.Contain("#SBATCH --mem=4096M"));
        Assert.That(lines, Does.Contain("#   vaemlnet plan '--data=rows/*.csv' --shards=16 --out=parts"));
        Assert.That(
            lines,
            Does.Contain(
                "vaemlnet score onnx/m '--data=rows/*.csv' --out=parts --contributions --shard=auto || code=$?"
            )
        );
        Assert.That(run.Output, Does.Contain("${SLURM_RESTART_COUNT:-0}"));
    }

    [Test]
    public void Job_Kubernetes_IsAnIndexedJob()
    {
        string yaml = Job("kubernetes", "/data/x.csv", "/data/s.csv", "--image=registry/tool:1", "--claim=rows")
            .Succeeded()
            .Output;
        Assert.That(yaml, Does.Contain("completionMode: Indexed\n  completions: 16\n"));
        Assert.That(yaml, Does.Contain("\"--shard=auto/16\"]").And.Contain("image: \"registry/tool:1\""));
        Assert.That(yaml, Does.Contain("persistentVolumeClaim: {claimName: \"rows\"}"));
    }

    [Test]
    public void Job_OptionThatTheVerbLacks_IsFoundBeforeItIsSubmitted() =>
        Job("slurm", "x.csv", "s.csv", "--", "--sorted").Failed(ExitCode.Error, "--sorted", "vaemlnet score --help");

    [Test]
    public void Job_OtherEngineOrVerb_IsAUsageError()
    {
        ToolRun
            .Of("job", "pbs", "score", "m", "--data=x", "--shards=2", "--out=p", "--merged=s")
            .Failed(ExitCode.Usage, "pbs");
        ToolRun
            .Of("job", "slurm", "train", "m", "--data=x", "--shards=2", "--out=p", "--merged=s")
            .Failed(ExitCode.Usage, "train");
    }

    private static ToolRun Job(string engine, string data, string merged, params string[] options) =>
        ToolRun.Of([
            "job",
            engine,
            "score",
            "onnx/m",
            $"--data={data}",
            "--shards=16",
            "--out=parts",
            $"--merged={merged}",
            .. options,
        ]);
}
