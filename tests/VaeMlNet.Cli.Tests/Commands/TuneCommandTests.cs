using System.Diagnostics;

namespace VaeMlNet.Cli.Tests;

/// <summary>Tunings of a small table, whose trials take a fraction of a second each.</summary>
internal sealed class TuneCommandTests
{
    private TemporaryFolder folder = null!;
    private string data = null!;
    private string options = null!;

    [SetUp]
    public void CreateFolder()
    {
        folder = new TemporaryFolder();
        data = folder.Write("table.csv", TinyTable.Rows(60, seed: 1));
        options = folder.Write(
            "options.json",
            """{ "epoch_count": 2, "batch_size": 16, "network": { "kind": "fully_connected", "hidden_dims": [8] } }"""
        );
    }

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    [Category("Long")]
    public void Tune_TwoProcesses_WritesTrialsPageOptionsAndAModel()
    {
        var run = Tune("tuning", "--trials=4", "--parallel=2").Succeeded();

        Assert.That(
            run.OutputLines[^1],
            Does.Match(@"^best_trial=\d epoch_share=1 objective=-\d+\.\d+ defaults=-\d+\.\d+ trials=4$")
        );
        Assert.That(run.Output, Does.Contain("0 (defaults)").And.Contain("next: vaemlnet report"));

        var trials = File.ReadAllLines(folder["tuning", "trials.csv"]);

        Assert.That(trials[0], Is.EqualTo("trial,epoch_share,objective,latent_dim,beta,learning_rate,noise,fold_1"));
        Assert.That(trials, Has.Length.EqualTo(5));
        Assert.That(File.ReadAllText(folder["tuning", "tuning.html"]), Does.Contain("over-trials"));

        ToolRun.Run("verify", folder["tuning", "model"]).Succeeded();
        ToolRun
            .Run(
                "train",
                "--model=table",
                $"--options={folder["tuning", "best.json"]}",
                $"--data={data}",
                $"--out={folder["again"]}"
            )
            .Succeeded();
        var measured = ToolRun
            .Run(
                "evaluate",
                $"--checkpoint={folder["tuning", "checkpoint"]}",
                $"--data={data}",
                "--objective=imputation"
            )
            .Succeeded();

        Assert.That(measured.OutputLines[^1], Does.Match(@"^imputation=\d\.\d+$"));
    }

    [Test]
    [Category("Long")]
    public void Tune_FolderWithTrials_NeedsResume()
    {
        Tune("tuning", "--trials=1").Succeeded();
        var trial = folder["tuning", "trials", "trial-00000-100.json"];
        var before = File.GetLastWriteTimeUtc(trial);

        Tune("tuning", "--trials=1").Failed(ExitCode.Error, "--resume", folder["tuning"]);
        Tune("tuning", "--trials=1", "--seed=2", "--resume").Failed(ExitCode.Error, "the seed differs");
        Tune("tuning", "--trials=1", "--resume").Succeeded();

        Assert.That(File.GetLastWriteTimeUtc(trial), Is.EqualTo(before), "the finished trial ran again");
    }

    /// <summary>The array runs as Slurm runs it: the script that the tool prints, once for each task, with Slurm's variables.</summary>
    [Test]
    [Category("Long")]
    [Platform("Linux")]
    [Proves(77)]
    public void Tune_SlurmArrayOfHalving_GivesTheFilesOfOneProcess()
    {
        Tune("whole", "--trials=19", "--method=halving").Succeeded();
        var script = folder.Write(
            "tune.sbatch",
            ToolRun
                .Run([
                    "job",
                    "slurm",
                    "tune",
                    data,
                    "--shards=3",
                    $"--out={folder["array"]}",
                    "--",
                    .. Common(),
                    "--trials=19",
                    "--method=halving",
                    "--folds=1",
                ])
                .Succeeded()
                .Output
        );
        foreach (var task in new[] { "3", "1", "2" })
        {
            RunTask(script, task);
        }

        Tune("array", "--trials=19", "--method=halving", "--resume").Succeeded();

        foreach (var file in new[] { "trials.csv", "best.json" })
        {
            Assert.That(File.ReadAllText(folder["array", file]), Is.EqualTo(File.ReadAllText(folder["whole", file])));
        }
    }

    [Test]
    [Category("Long")]
    public void Tune_OptionGivenTwice_IsGivenTwiceToTheProcesses()
    {
        string Trials(string name, string first, string second, params string[] more)
        {
            var rows = Enumerable
                .Range(0, 60)
                .Select(i =>
                    FormattableString.Invariant(
                        $"{(i % 9 == 0 ? first : $"{i % 50}.5")},{(i % 8 == 0 ? second : $"{i % 30}.25")}\n"
                    )
                );
            var table = folder.Write($"{name}.csv", "a,b\n" + string.Concat(rows));
            ToolRun
                .Run([
                    "tune",
                    table,
                    $"--options={options}",
                    "--method=random",
                    "--folds=1",
                    "--trials=1",
                    $"--out={folder[name]}",
                    .. more,
                ])
                .Succeeded();
            return File.ReadAllText(folder[name, "trials.csv"]);
        }

        Assert.That(Trials("given", "-5", "-3", "--missing=-5", "--missing=-3"), Is.EqualTo(Trials("empty", "", "")));
    }

    [Test]
    public void Tune_WrongOptions_AreUsageErrors()
    {
        Tune("t", "--objective=elbo").Failed(ExitCode.Usage, "--objective is 'elbo'", "imputation");
        Tune("t", "--objective=accuracy").Failed(ExitCode.Usage, "--target=COLUMN");
        Tune("t", "--target=Fraud").Failed(ExitCode.Usage, "--objective=accuracy");
        Tune("t", "--time=10").Failed(ExitCode.Usage, "--time is '10'", "10m");
        Tune("t", "--folds=6").Failed(ExitCode.Usage, "--folds is '6'", "1 to 5");
        Tune("t", "--folds=many").Failed(ExitCode.Usage, "--folds is 'many'", "a whole number");
        Tune("t", "--objective=accuracy", "--target=Shoe").Failed(ExitCode.Error, "'Shoe'", "Income");
    }

    [Test]
    public void Job_Tune_HasNoRowsToMerge()
    {
        var script = ToolRun
            .Run("job", "slurm", "tune", "rows.csv", "--shards=4", "--out=tuning", "--cpus=2", "--", "--trials=37")
            .Succeeded()
            .Output;

        Assert.That(
            script,
            Does.Contain("vaemlnet tune rows.csv --out=tuning --trials=37 --parallel=2 --shard=auto/4 || code=$?")
        );
        Assert.That(script, Does.Contain("--wrap='vaemlnet tune rows.csv --out=tuning --trials=37 --resume'"));
        Assert.That(script, Does.Not.Contain("merge"));

        ToolRun
            .Run("job", "slurm", "tune", "rows.csv", "--data=x.csv", "--shards=4", "--out=t")
            .Failed(ExitCode.Usage, "--data has no effect on tune");
    }

    [Test]
    public void Tune_StandardInput_IsRefused() =>
        ToolRun
            .RunWithInput("a,b\n1,2\n", "tune", "-", $"--out={folder["tuning"]}")
            .Failed(ExitCode.Error, "'-' can be read only once");

    /// <summary>A process that goes on after its parent was killed would write trials beside those of the next run.</summary>
    [Test]
    [Category("Long")]
    [Platform(Include = "Linux", Reason = "the processes are found in /proc")]
    [Proves(77)]
    public void Tune_Killed_EndsItsProcesses()
    {
        using (var tuner = Start("tuning", "--trials=100000", "--parallel=2"))
        {
            WaitForTrials(tuner, "tuning", 1);
            Assert.That(Processes("tuning"), Has.Length.EqualTo(3));

            tuner.Kill();
        }

        Assert.That(() => Processes("tuning"), Is.Empty.After(60_000, 100));
    }

    [Test]
    [Category("Long")]
    [Platform(Exclude = "Win", Reason = "the signal is SIGKILL")]
    [Proves(77)]
    public void Tune_KilledAgainAndAgain_GivesTheTrialsOfOneRun()
    {
        const int kills = 20;
        for (var i = 1; i <= kills; i++)
        {
            using var tuner = Start("killed", "--trials=60", $"--shard={1 + (i % 2)}/2");
            WaitForTrials(tuner, "killed", CountTrials("killed") + 1);
            tuner.Kill(entireProcessTree: true);
        }

        Assert.That(CountTrials("killed"), Is.InRange(kills, 59));

        Tune("killed", "--trials=60", "--parallel=2", "--resume").Succeeded();
        Tune("whole", "--trials=60", "--parallel=2").Succeeded();

        Assert.That(
            File.ReadAllText(folder["killed", "trials.csv"]),
            Is.EqualTo(File.ReadAllText(folder["whole", "trials.csv"]))
        );
        Assert.That(CountTrials("killed"), Is.EqualTo(60));
    }

    [Test]
    public void Evaluate_ObjectiveOfAModelOfFeatures_IsRefused() =>
        ToolRun
            .Run("evaluate", $"--checkpoint={TinyModel.Checkpoint}", $"--data={TinyModel.Table}", "--objective=bound")
            .Failed(ExitCode.Error, "models of tables", TinyModel.Checkpoint);

    private Process Start(string name, params string[] more)
    {
        ProcessStartInfo start = new(
            "dotnet",
            [
                typeof(VaemlnetTool).Assembly.Location,
                "tune",
                data,
                $"--out={folder[name]}",
                .. Common(),
                .. WithDefaults(more),
            ]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // A shard of a process with one thread runs its trials itself.
        foreach (var variable in new[] { "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS" })
        {
            start.Environment[variable] = "1";
        }

        return Process.Start(start)!;
    }

    private void WaitForTrials(Process tuner, string name, int count)
    {
        for (var start = Stopwatch.GetTimestamp(); CountTrials(name) < count; Thread.Sleep(1))
        {
            Assert.That(tuner.HasExited ? tuner.StandardError.ReadToEnd() : null, Is.Null, "it ended");
            Assert.That(Stopwatch.GetElapsedTime(start), Is.LessThan(TimeSpan.FromMinutes(5)), "it stands still");
        }
    }

    private int CountTrials(string name) =>
        Directory.Exists(folder[name, "trials"])
            ? Directory.GetFiles(folder[name, "trials"], "trial-*.json").Length
            : 0;

    /// <summary>Returns the processes of a tuning, by their command lines.</summary>
    private string[] Processes(string name) =>
        [
            .. Directory
                .GetDirectories("/proc")
                .Where(process => char.IsAsciiDigit(Path.GetFileName(process)[0]))
                .Where(process => CommandLine(process).Contains($"--out={folder[name]}", StringComparison.Ordinal)),
        ];

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (IOException)
        {
            return "";
        }
    }

    private void RunTask(string script, string task)
    {
        var tool = typeof(VaemlnetTool).Assembly.Location;
        Directory.CreateDirectory(folder["bin"]);
        ProgramFile.Write(folder[Path.Combine("bin", "vaemlnet")], $"#!/bin/sh\nexec dotnet '{tool}' \"$@\"\n");
        ProcessStartInfo start = new("bash", [script]) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["PATH"] = $"{folder["bin"]}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["SLURM_ARRAY_TASK_ID"] = task;
        start.Environment["SLURM_ARRAY_TASK_MIN"] = "1";
        start.Environment["SLURM_ARRAY_TASK_COUNT"] = "3";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        Assert.That((process.ExitCode, error.Result), Is.EqualTo((0, "")), output);
    }

    private string[] Common() => [$"--options={options}", "--ignore=Id", "--label-column=Fraud"];

    private ToolRun Tune(string name, params string[] more) =>
        ToolRun.Run(["tune", data, $"--out={folder[name]}", .. Common(), .. WithDefaults(more)]);

    // Random search and one fold take the least time.
    private static string[] WithDefaults(string[] more) =>
        [
            .. new[] { "--method=random", "--folds=1" }.Where(option =>
                !more.Any(given => given.StartsWith(option.Split('=')[0], StringComparison.Ordinal))
            ),
            .. more,
        ];
}
