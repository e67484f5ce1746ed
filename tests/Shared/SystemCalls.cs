using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace VaeMlNet.Tests.Shared;

/// <summary>The system calls of a process and its children that change files or use the network, as <c>strace</c> shows them.</summary>
public sealed partial class SystemCalls
{
    private static readonly string[] Writing =
    [
        "creat",
        "rename",
        "unlink",
        "rmdir",
        "mkdir",
        "mknod",
        "link",
        "symlink",
        "truncate",
        "chmod",
        "chown",
        "fchmodat",
        "fchownat",
        "setxattr",
        "bind",
    ];

    private SystemCalls(ProgramRun run, IReadOnlyList<string> lines, string workingFolder)
    {
        Run = run;
        WrittenPaths =
        [
            .. lines
                .Where(Writes)
                .SelectMany(line => QuotedPath().Matches(line))
                .Select(match => Path.GetFullPath(match.Groups[1].Value, workingFolder))
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
        NetworkCalls = [.. lines.Where(UsesNetwork)];
    }

    /// <summary>Gets the result of the process.</summary>
    public ProgramRun Run { get; }

    /// <summary>Gets every path that was opened for writing, created, renamed or deleted, including failed attempts.</summary>
    public IReadOnlyList<string> WrittenPaths { get; }

    /// <summary>Gets every socket that is not local to the machine, and every connection.</summary>
    public IReadOnlyList<string> NetworkCalls { get; }

    /// <summary>Runs a process under strace to its end; ignores the test where strace is missing or may not trace.</summary>
    /// <param name="start">The process, which is on the path.</param>
    public static SystemCalls Trace(ProcessStartInfo start)
    {
        using var folder = new TemporaryFolder();
        var log = folder["calls"];
        string[] command = [start.FileName, .. start.ArgumentList];
        start.FileName = "strace";
        start.ArgumentList.Clear();
        string[] options =
        [
            "-f",
            "-qq",
            "-s",
            "4096",
            "-e",
            "signal=none",
            "-e",
            "trace=%file,%network",
            "-o",
            log,
            "--",
        ];
        Array.ForEach([.. options, .. command], start.ArgumentList.Add);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        var run = Finish(start);
        if (run.Error.StartsWith("strace: ", StringComparison.Ordinal))
        {
            Assert.Ignore($"strace cannot trace here: {run.Error.Trim()}");
        }

        return new(run, File.ReadAllLines(log), Path.GetFullPath(Path.Join(start.WorkingDirectory, ".")));
    }

    private static ProgramRun Finish(ProcessStartInfo start)
    {
        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return new(process.ExitCode, output, error.Result);
        }
        catch (Win32Exception)
        {
            Assert.Ignore("strace is missing: sudo apt-get install strace");
            throw;
        }
    }

    private static bool Writes(string line) =>
        Call().Match(line).Groups[1].Value is var name
        && (
            name.StartsWith("open", StringComparison.Ordinal)
                ? OpenedForWriting().IsMatch(line)
                : Writing.Any(call => name.StartsWith(call, StringComparison.Ordinal))
        );

    private static bool UsesNetwork(string line) =>
        Call().Match(line).Groups[1].Value switch
        {
            "socket" => !line.Contains("AF_UNIX", StringComparison.Ordinal),
            "connect" or "sendto" or "sendmsg" or "sendmmsg" => true,
            _ => false,
        };

    /// <summary>Matches the name of a system call after the number of its thread.</summary>
    [GeneratedRegex(@"^\d+ +(\w+)\(")]
    private static partial Regex Call();

    [GeneratedRegex(@"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND|O_TMPFILE")]
    private static partial Regex OpenedForWriting();

    [GeneratedRegex("\"((?:[^\"\\\\]|\\\\.)+)\"")]
    private static partial Regex QuotedPath();
}
