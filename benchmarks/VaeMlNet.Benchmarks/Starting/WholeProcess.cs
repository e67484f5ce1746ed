using System.Diagnostics;

namespace VaeMlNet.Benchmarks;

/// <summary>A program as a process of its own, from its start to its end.</summary>
/// <param name="command">The program and its arguments.</param>
/// <param name="input">The file that the program reads as its standard input; null for none.</param>
internal sealed class WholeProcess(string[] command, string? input = null)
{
    /// <summary>Runs the program once and measures the time of its process.</summary>
    /// <exception cref="InvalidOperationException">The program failed.</exception>
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

    /// <summary>Runs the program once and returns its memory, without measuring the time.</summary>
    /// <exception cref="InvalidOperationException">The program failed.</exception>
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
        var process = Process.Start(
            new ProcessStartInfo(command[0], command[1..])
            {
                RedirectStandardInput = input is not null,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        if (input is not null)
        {
            using var file = File.OpenRead(input);
            file.CopyTo(process.StandardInput.BaseStream);
            process.StandardInput.Close();
        }

        return process;
    }

    private void Check(Process process)
    {
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"'{string.Join(' ', command)}' ended with exit code {process.ExitCode}: {process.StandardError.ReadToEnd().Trim()}"
            );
        }
    }
}
