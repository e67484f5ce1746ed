namespace VaeMlNet.Cli.Tests;

/// <summary>Submission files are complete and quoted. A job is refused if its shards would fail.</summary>
internal sealed class JobCommandTests
{
    [Test]
    public void Job_Slurm_IsAScriptWithEveryPart()
    {
        var run = Job(
            "slurm",
            "rows/*.csv",
            "it's here/scores.csv",
            "--cpus=2",
            "--memory=4096",
            "--",
            "--contributions"
        );
        var lines = run.Succeeded().Output.Split('\n');

        Assert.That(lines[0], Is.EqualTo("#!/usr/bin/env bash"));
        Assert.That(lines, Does.Contain("#SBATCH --array=1-16"));
        Assert.That(lines, Does.Contain("#SBATCH --cpus-per-task=2"));
        Assert.That(lines, Does.Contain("#SBATCH --mem=4096M"));
        Assert.That(lines, Does.Contain("#   vaemlnet plan '--data=rows/*.csv' --shards=16 --out=parts"));
        Assert.That(
            lines,
            Does.Contain(
                "vaemlnet score onnx/m '--data=rows/*.csv' --out=parts --contributions --shard=auto/16 || code=$?"
            )
        );
        Assert.That(run.Output, Does.Contain("${SLURM_RESTART_COUNT:-0}"));
    }

    [Test]
    public void Job_Kubernetes_IsAnIndexedJob()
    {
        var yaml = Job("kubernetes", "/data/x.csv", "/data/s.csv", "--image=registry/tool:1", "--claim=rows")
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
    public void Job_OptionThatShardsRefuse_IsFoundBeforeItIsSubmitted() =>
        Job("slurm", "x.csv", "s.csv", "--", "--on-error=skip").Failed(ExitCode.Error, "--on-error=skip is not for");

    [Test]
    public void Job_ModelOfTimeSeries_IsRefused() =>
        ToolRun
            .Run("job", "slurm", "score", TinySeries.Folder, "--data=x", "--shards=2", "--out=p", "--merged=s")
            .Failed(ExitCode.Error, TinySeries.Folder, "time series");

    [Test]
    public void Job_OtherEngineOrVerb_IsAUsageError()
    {
        ToolRun
            .Run("job", "pbs", "score", "m", "--data=x", "--shards=2", "--out=p", "--merged=s")
            .Failed(ExitCode.Usage, "pbs");
        ToolRun
            .Run("job", "slurm", "train", "m", "--data=x", "--shards=2", "--out=p", "--merged=s")
            .Failed(ExitCode.Usage, "train");
    }

    /// <summary>A line break in a comment would end it: what follows would be a directive, a key or a command.</summary>
    [Test]
    [Proves(50)]
    public void Job_ControlCharacterInAName_IsRefused(
        [Values("slurm", "kubernetes")] string engine,
        [Values("\n", "\r", "\u0085", "\u2028", "\u2029", "\0", "\t", "\u001b", "\u009b", "\u202e")] string character,
        [Values("--data", "--out", "--merged", "MODEL", "--ignore")] string place
    )
    {
        var name = $"x{character}#SBATCH --partition=evil";
        string Value(string option, string usual) => option == place ? name : usual;

        ToolRun
            .Run(
                "job",
                engine,
                "score",
                Value("MODEL", "m"),
                $"--data={Value("--data", "x.csv")}",
                "--shards=2",
                $"--out={Value("--out", "p")}",
                $"--merged={Value("--merged", "s.csv")}",
                "--",
                $"--ignore={Value("--ignore", "Id")}"
            )
            .Failed(ExitCode.Error, $"\\u{(int)character[0]:x4}#SBATCH", "Rename the file");
    }

    [TestCase("--claim=Data", "--claim is 'Data'")]
    [TestCase("--claim=-x", "--claim is '-x'")]
    [TestCase("--claim=a..b", "--claim is 'a..b'")]
    [TestCase("--claim=x}\n", "--claim is 'x}")]
    [TestCase("--image=a b", "--image is 'a b'")]
    [TestCase("--image=\"x", "--image is '\"x'")]
    [TestCase("--mount=data", "--mount is 'data'")]
    [TestCase("--mount=/a:b", "--mount is '/a:b'")]
    [TestCase("--cpus=0", "--cpus is '0'")]
    [Proves(50)]
    public void Job_ValueThatKubernetesRefuses_IsAUsageError(string option, string fact) =>
        Job("kubernetes", "x.csv", "s.csv", option).Failed(ExitCode.Usage, fact, "expected");

    [Test]
    public void Job_KubernetesNameWithADollarOrAnEmoji_StaysTheName() =>
        Assert.That(
            Job("kubernetes", "$(HOME) 🧪.csv", "s.csv").Succeeded().Output,
            Does.Contain("\"--data=$$(HOME) 🧪.csv\"")
        );

    [Test]
    public void Job_FolderThatBeginsWithADash_IsNotTakenForAnOption() =>
        Assert.That(
            ToolRun
                .Run("job", "slurm", "--data=x", "--shards=2", "--out=-p", "--merged=s", "--", "score", "-m")
                .Succeeded()
                .Output,
            Does.Contain("vaemlnet score ./-m --data=x --out=-p --shard=auto/2").And.Contain("vaemlnet merge ./-p")
        );

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(137)]
    [Platform(Exclude = "Win", Reason = "has no bash")]
    public void Job_SlurmScriptInBash_EndsAsItsShardAndIsRequeuedAfterASignal(int exitCode)
    {
        using var shell = RecordedShell.Require("bash");
        var script = Job("slurm", "rows/*.csv", "it's here/s.csv").Succeeded().Output;

        var calls = shell.Run(script, exitCode);

        string[] shard = ["score", "onnx/m", "--data=rows/*.csv", "--out=parts", "--shard=auto/16"];

        Assert.That(calls, Is.EqualTo(exitCode < 128 ? new[] { shard } : [shard, ["scontrol", "requeue", "42"]]));
    }

    private static ToolRun Job(string engine, string data, string merged, params string[] options) =>
        ToolRun.Run([
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
