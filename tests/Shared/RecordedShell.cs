using System.Diagnostics;
using System.Text;

namespace VaeMlNet.Tests.Shared;

/// <summary>A shell in a folder of its own, in which vaemlnet and Slurm only record their arguments.</summary>
/// <remarks>The folder has nothing else, so that a command which should not run shows as a new file.</remarks>
public sealed class RecordedShell : IDisposable
{
    private const string Arguments = "arguments";
    private static readonly string[] Programs = ["vaemlnet", "sbatch", "scontrol"];

    private readonly TemporaryFolder folder = new();
    private readonly string shell;
    private readonly string programs;
    private readonly string work;

    private RecordedShell(string shell)
    {
        this.shell = shell;
        programs = Directory.CreateDirectory(folder["programs"]).FullName;
        work = Directory.CreateDirectory(folder["work"]).FullName;
        foreach (var program in Programs)
        {
            // NUL ends each argument; a call ends with an argument that no command line can have.
            var text =
                $"#!/bin/sh\n[ '{program}' = vaemlnet ] || set -- {program} \"$@\"\n"
                + $"printf '%s\\0' \"$@\" >> '{folder[Arguments]}'\nprintf '\\001\\0' >> '{folder[Arguments]}'\n"
                + $"[ '{program}' != vaemlnet ] || exit ${{VAEMLNET_EXIT_CODE:-0}}\n";
            ProgramFile.Write(Path.Combine(programs, program), text);
        }
    }

    /// <summary>Returns a shell; the test is skipped where it is not installed.</summary>
    public static RecordedShell Require(string shell)
    {
        if (ProgramRun.Run(shell, null, "-c", "true") is not { ExitCode: 0 })
        {
            Assert.Ignore($"There is no '{shell}', so no command was run with it.");
        }

        return new RecordedShell(shell);
    }

    /// <summary>Runs a command line or script, and returns the arguments of each call in order.</summary>
    /// <param name="script">The text.</param>
    /// <param name="exitCode">The exit code of vaemlnet.</param>
    /// <remarks>The call fails when the shell reports an error or a file appears in its folder.</remarks>
    public string[][] Run(string script, int exitCode = 0)
    {
        File.Delete(folder[Arguments]);
        File.WriteAllText(folder["script"], script);
        ProcessStartInfo start = new(shell, [folder["script"]])
        {
            WorkingDirectory = work,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{programs}:/usr/bin:/bin";
        start.Environment["VAEMLNET_EXIT_CODE"] = $"{exitCode}";
        start.Environment["SLURM_JOB_ID"] = "42";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var said = output + error.Result;
        if (process.ExitCode != exitCode || said.Length > 0)
        {
            throw new InvalidOperationException($"{shell}: exit code {process.ExitCode}: {said}\n{script}");
        }

        // The examples of 'job' write their output to a file, on purpose.
        string[] files = [.. Directory.EnumerateFileSystemEntries(work)];
        if (files.Any(file => new FileInfo(file).Length > 0 || file.Contains("canary", StringComparison.Ordinal)))
        {
            throw new InvalidOperationException($"the command left {string.Join(", ", files)}\n{script}");
        }

        return Calls();
    }

    public void Dispose() => folder.Dispose();

    private string[][] Calls()
    {
        if (!File.Exists(folder[Arguments]))
        {
            return [];
        }

        var text = File.ReadAllText(folder[Arguments], Encoding.UTF8);
        return [.. text.Split("\u0001\0")[..^1].Select(call => call.Split('\0')[..^1])];
    }
}
