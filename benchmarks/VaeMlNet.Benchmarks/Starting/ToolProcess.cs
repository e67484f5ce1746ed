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

    /// <summary>Returns whether a folder has the tool.</summary>
    public static bool IsIn(string folder) => File.Exists(Assembly(folder));

    /// <summary>Checks that a folder has the tool.</summary>
    /// <exception cref="CommandException">It does not.</exception>
    public static void Require(string folder)
    {
        if (!IsIn(folder))
        {
            throw new CommandException(
                $"There is no VaeMlNet.Cli.dll in '{folder}'. Build or publish src/VaeMlNet.Cli there, or name another folder."
            );
        }
    }

    /// <summary>Returns the command that starts the tool of a folder.</summary>
    public static string[] Command(string folder) =>
        // A self-contained tool has the libraries of .NET, and is a program of its own.
        File.Exists(Path.Combine(folder, "System.Private.CoreLib.dll"))
            ? [Path.Combine(folder, "VaeMlNet.Cli")]
            : ["dotnet", Assembly(folder)];

    private static string Assembly(string folder) => Path.Combine(folder, "VaeMlNet.Cli.dll");

    private Process Start()
    {
        string[] command = [.. Command(folder), .. arguments];
        return Process.Start(
            new ProcessStartInfo(command[0], command[1..])
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
