using System.Diagnostics;

namespace VaeMlNet.Benchmarks;

/// <summary>The command line as a process of its own, from its start to its end.</summary>
/// <param name="folder">The folder of the tool.</param>
/// <param name="arguments">The arguments of the tool.</param>
internal sealed class ToolProcess(string folder, string[] arguments)
{
    /// <summary>Runs the tool once and measures the time of its process.</summary>
    /// <exception cref="InvalidOperationException">The tool failed.</exception>
    public MeasuredPass Measure()
    {
        var cpu = ChildrenTime.Seconds();
        var start = Stopwatch.GetTimestamp();
        using var process = Start();
        process.WaitForExit();
        var elapsed = Stopwatch.GetElapsedTime(start);
        Check(process);
        return new(new(elapsed.TotalSeconds, ChildrenTime.Seconds() - cpu, 0), 1);
    }

    /// <summary>Runs the tool once and returns its memory, without measuring the time.</summary>
    /// <exception cref="InvalidOperationException">The tool failed.</exception>
    public ProcessMemory Watch()
    {
        using var process = Start();
        ProcessMemory memory = new();
        while (!process.HasExited)
        {
            memory = memory.Update(process.Id);
            Thread.Sleep(1);
        }

        process.WaitForExit();
        Check(process);
        return memory;
    }

    private Process Start()
    {
        // A self-contained tool has the libraries of .NET, and is a program of its own.
        string[] command = File.Exists(Path.Combine(folder, "System.Private.CoreLib.dll"))
            ? [Path.Combine(folder, "VaeMlNet.Cli")]
            : ["dotnet", Path.Combine(folder, "VaeMlNet.Cli.dll")];
        return Process.Start(
            new ProcessStartInfo(command[0], [.. command[1..], .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
    }

    private void Check(Process process)
    {
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"'vaemlnet {string.Join(' ', arguments)}' of '{folder}' ended with exit code {process.ExitCode}: {process.StandardError.ReadToEnd().Trim()}"
            );
        }
    }
}
