using System.Diagnostics;

namespace VaeMlNet.Cli.Tests;

/// <summary>The process itself with the streams, pipes and descriptors that a shell gives it.</summary>
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Platform(Exclude = "Win", Reason = "the redirections are those of bash")]
internal sealed class ShellStreamsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly Lazy<string> Scored = new(Score);

    private readonly TemporaryFolder folder = new();

    public ShellStreamsTests()
    {
        Directory.CreateSymbolicLink(folder["model"], TinyModel.Folder);
    }

    public void Dispose() => folder.Dispose();

    [TestCase("-")]
    [TestCase("/dev/stdout", Category = "Long")]
    [TestCase("/dev/fd/1", Category = "Long")]
    [TestCase("/proc/self/fd/1", Category = "Long")]
    [Proves(44)]
    public void Output_FileThatOthersWriteToo_KeepsTheOrder(string output)
    {
        if (!Path.Exists(output) && output.StartsWith("/proc", StringComparison.Ordinal))
        {
            Assert.Ignore("There is no /proc here.");
        }

        Bash($"(echo before; score --out={output} 2>/dev/null; score --out={output} 2>/dev/null; echo after) > log")
            .Ended(0, "");

        Assert.That(File.ReadAllText(folder["log"]), Is.EqualTo($"before\n{Scored.Value}{Scored.Value}after\n"));
    }

    [Test]
    [Proves(44)]
    public void Output_AppendedAndSharedWithTheErrorStream_LosesNothing()
    {
        Bash("echo before > log; score --out=- >> log 2>&1; echo after >> log").Ended(0, "");

        var log = File.ReadAllText(folder["log"]);

        Assert.That(log, Does.StartWith($"before\n").And.EndsWith("after\n"));
        Assert.That(log, Does.Contain(Scored.Value).And.Contain($"scored {TinyModel.RowCount} rows"));
    }

    [Test]
    [Proves(44)]
    [Category("Long")]
    public void Output_DescriptorThatTheShellOpened_IsWrittenTo() =>
        Bash("(echo before >&3; score --out=/dev/fd/3; echo after >&3) 3> log > told; cat log")
            .Ended(0, "", $"before\n{Scored.Value}after\n");

    [Test]
    public void Output_DescriptorThatIsNotOpen_IsRefused() =>
        Bash("score --out=/dev/fd/9").Ended(1, "'/dev/fd/9': descriptor 9 is not open");

    [TestCase("score --out=-")]
    [TestCase("run info model", Category = "Long")]
    [TestCase("run --help")]
    [TestCase("run --version", Category = "Long")]
    [TestCase("run info data.csv --json", Category = "Long")]
    [Proves(44)]
    public void Output_FullDisk_IsAnError(string command)
    {
        if (!File.Exists("/dev/full"))
        {
            Assert.Ignore("There is no /dev/full here, the device on which every write finds the disk full.");
        }

        Bash($"{command} > /dev/full").Ended(1, "Could not write to standard output: No space left on device.");
    }

    [TestCase("score --out=-")]
    [TestCase("run info model", Category = "Long")]
    [Proves(44)]
    public void Output_Closed_IsAnError(string command) =>
        Bash($"{command} >&-").Ended(1, "Could not write to standard output: it is closed.");

    [TestCase("2>&-", Category = "Long")]
    [TestCase("2>/dev/full")]
    [TestCase("<&- >&- 2>&-")]
    [Proves(44)]
    public void ErrorStream_ClosedOrFull_DoesNotChangeTheExitCode(string redirections) =>
        Bash($"run info nowhere {redirections}").Ended(1, "");

    [TestCase("score --out=- | head -1 > /dev/null; exit ${PIPESTATUS[0]}")]
    [TestCase("score --out=>(head -1 > /dev/null)", Category = "Long")]
    [TestCase("mkfifo pipe; (head -1 pipe > /dev/null &); score --out=pipe", Category = "Long")]
    [TestCase("run info wide.csv | true; exit ${PIPESTATUS[0]}", Category = "Long")]
    [Proves(44)]
    public void Output_PipeWhoseReaderEnded_EndsWithoutAnError(string script)
    {
        File.WriteAllText(folder["data.csv"], TinyModel.Rows(40_000, seed: 5));
        File.WriteAllText(folder["wide.csv"], string.Join(',', Enumerable.Range(0, 9000).Select(i => $"c{i}")) + "\n");

        Bash(script).Ended(ExitCode.ClosedOutput, "");
    }

    /// <summary>The process ends when it prints the list of segments: the file came after it, and was lost.</summary>
    [Test]
    public void Segments_PipeWhoseReaderEnded_AreWritten()
    {
        Directory.CreateSymbolicLink(folder["series"], TinySeries.Folder);
        folder.Write("rows.csv", TinySeries.Rows(400, seed: 2, hasAnomaly: true));

        Bash("run score series --data=rows.csv --segments=s.csv --out=x.csv | true; exit ${PIPESTATUS[0]}")
            .Ended(ExitCode.ClosedOutput, "");

        Assert.That(File.ReadAllLines(folder["s.csv"]), Has.Length.GreaterThan(1));
    }

    [TestCase("score --data=<(cat data.csv) --out=-")]
    [TestCase("mkfifo pipe; (cat data.csv > pipe &); score --data=pipe --out=-", Category = "Long")]
    [TestCase("mkfifo pipe; ln -s pipe link; (cat data.csv > pipe &); score --data=link --out=-", Category = "Long")]
    [TestCase("score --data=/dev/stdin --out=- < data.csv", Category = "Long")]
    [TestCase("cat data.csv | score --data=/dev/stdin --out=-", Category = "Long")]
    [TestCase("score --data=/dev/fd/3 --out=- 3< data.csv", Category = "Long")]
    [TestCase(
        "mkfifo pipe; (cat pipe > log &); score --out=pipe; while [ ! -s log ]; do sleep 0.05; done; cat log",
        Category = "Long"
    )]
    [TestCase("score --out=>(cat > log); while [ ! -s log ]; do sleep 0.05; done; cat log")]
    [Proves(45)]
    public void Pipe_AsDataOrOutput_GivesTheRowsOfAFile(string script) =>
        Bash($"({script}) 2>messages | grep -E '^(Score|[-.E0-9]+,[01]$)'").Ended(0, "", Scored.Value);

    [Test]
    public void Pipe_ReadByAVerbThatReadsTwice_HasAllItsRows() =>
        Bash("run info <(cat data.csv) | grep rows")
            .Ended(0, "", $"/dev/fd/63: {TinyModel.RowCount} rows of 3 columns\n");

    [TestCase("<&-", "-", "Could not read standard input: it is closed.")]
    [TestCase("", "/dev/zero", "it is a device")]
    [TestCase("", "/dev/null", "it is a device", Category = "Long")]
    [TestCase("", ".", "reading manifest.json failed", Category = "Long")]
    [Proves(45)]
    public void Data_ThatCannotBeRead_IsRefusedAtOnce(string redirection, string data, string fault) =>
        Bash($"run info {data} {redirection}").Ended(1, fault);

    [Test]
    [Proves(45)]
    [Category("Long")]
    public void Data_PipeAmongSeveralFiles_IsRefusedBeforeOpening() =>
        Bash("mkfifo pipe; run score model --data=data.csv,pipe --out=x.csv")
            .Ended(1, "'pipe' is standard input or a pipe");

    [TestCase("info pipe.onnx", Category = "Long")]
    [TestCase("encode pipe.onnx --data=data.csv --out=x.csv")]
    [Proves(45)]
    public void OnnxFile_Pipe_IsRefusedBeforeOpening(string command) =>
        Bash($"mkfifo pipe.onnx; run {command}").Ended(1, "'pipe.onnx': it is a pipe or a device");

    [Test]
    [Category("Long")]
    public void Settings_Pipe_IsRead() =>
        Bash("run score model --settings=<(echo '{ \"data\": \"data.csv\" }') --out=-  2> told")
            .Ended(0, "", Scored.Value);

    [Test]
    [Category("Long")]
    public void Data_LongName_IsRead()
    {
        var name = string.Concat(Enumerable.Repeat("é", 125)) + ".csv";
        File.Copy(TinyModel.Table, folder[name]);

        Bash($"run score model --data={name} --out=- 2> told").Ended(0, "", Scored.Value);
    }

    [TestCase("--data=pipe --out=x.csv")]
    [TestCase("--out=pipe", Category = "Long")]
    [Proves(45)]
    public void Pipe_WithoutAWriter_CanBeCanceled(string options) =>
        Bash($"mkfifo pipe; score {options} & sleep 1; kill -TERM $!; wait $!")
            .Ended(ExitCode.Canceled, "vaemlnet: canceled; no incomplete file is left.");

    [Test]
    [Category("Long")]
    public void Output_InSharedMemory_IsAFileLikeAnyOther()
    {
        if (!Directory.Exists("/dev/shm"))
        {
            Assert.Ignore("There is no /dev/shm here.");
        }

        var file = $"/dev/shm/vaemlnet-{Guid.NewGuid():N}.csv";
        Bash($"score --out={file} > told; cat {file}; rm {file}").Ended(0, "", Scored.Value);
    }

    private static string Score()
    {
        using TemporaryFolder folder = new();
        ToolRun.Run("score", TinyModel.Folder, $"--data={TinyModel.Table}", $"--out={folder["ref.csv"]}").Succeeded();
        return File.ReadAllText(folder["ref.csv"]);
    }

    private Ending Bash(string script)
    {
        if (!File.Exists(folder["data.csv"]))
        {
            File.Copy(TinyModel.Table, folder["data.csv"]);
        }

        WriteProgram("run", "\"$@\"");
        WriteProgram("score", "score model \"${data[@]}\" \"$@\"");
        ProcessStartInfo start = new("bash", ["-c", script])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PATH"] = $"{folder.Path}:{Environment.GetEnvironmentVariable("PATH")}" },
        };
        using var bash = Process.Start(start)!;
        try
        {
            var output = bash.StandardOutput.ReadToEndAsync();
            var error = bash.StandardError.ReadToEndAsync();
            Assert.That(Task.WaitAll([output, error, bash.WaitForExitAsync()], Patience), $"hangs: {script}");
            return new Ending(bash.ExitCode, output.Result, error.Result);
        }
        finally
        {
            bash.Kill(entireProcessTree: true);
        }
    }

    // Programs and no functions of the shell: a job in the background then has the process id of the tool.
    private void WriteProgram(string name, string arguments)
    {
        var tool = typeof(VaemlnetTool).Assembly.Location;
        ProgramFile.Write(
            folder[name],
            $"""
            #!/bin/bash
            case "$*" in *--data=*) data=();; *) data=(--data=data.csv);; esac
            exec dotnet '{tool}' {arguments}
            """
        );
    }

    private sealed record Ending(int ExitCode, string Output, string Error)
    {
        /// <summary>Asserts the exit code, and an error stream of one line with the fault or of nothing.</summary>
        public void Ended(int exitCode, string fault, string output = "")
        {
            Assert.That((ExitCode, Output), Is.EqualTo((exitCode, output)), Error);
            Assert.That(Error, fault.Length == 0 ? Is.Empty : Does.Contain(fault));
            Assert.That(Error.Count(character => character == '\n'), Is.EqualTo(fault.Length == 0 ? 0 : 1), Error);
        }
    }
}
