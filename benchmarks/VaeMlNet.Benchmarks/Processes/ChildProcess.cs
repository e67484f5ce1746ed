using System.Collections.Concurrent;
using System.Diagnostics;

namespace VaeMlNet.Benchmarks;

/// <summary>A candidate in a process of its own.</summary>
internal sealed class ChildProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Process process;
    private readonly ParentTurns turns;
    private readonly ConcurrentQueue<string> errors = new();

    /// <summary>Starts the process and waits until it is ready.</summary>
    /// <param name="name">The name in messages.</param>
    /// <param name="start">The program, its arguments and its environment.</param>
    /// <exception cref="InvalidOperationException">The process could not be started, or has ended.</exception>
    public ChildProcess(string name, ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new InvalidOperationException(
                $"Candidate '{name}' could not be started: '{start.FileName}': {exception.Message}.",
                exception
            );
        }

        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginErrorReadLine();
        turns = new ParentTurns(name, process.StandardOutput, process.StandardInput, Explain);
        try
        {
            Facts = turns.AwaitReady();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Gets the facts that the process reported.</summary>
    public ChildFacts Facts { get; }

    /// <summary>Lets the process take a turn.</summary>
    /// <exception cref="InvalidOperationException">The process has ended.</exception>
    public TurnFigures TakeTurn() => turns.TakeTurn();

    /// <summary>Ends the process.</summary>
    public void Dispose()
    {
        process.StandardInput.Close();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }

    private void Keep(string? line)
    {
        if (!string.IsNullOrWhiteSpace(line))
        {
            errors.Enqueue(line);
        }
    }

    private string Explain()
    {
        if (process.WaitForExit(Patience))
        {
            process.WaitForExit(); // without a limit, it also waits for the last lines
        }

        var code = process.HasExited ? $"exit code {process.ExitCode}" : "still running";
        return $"{code}; its last lines: {string.Join(" / ", errors.TakeLast(3).DefaultIfEmpty("none"))}";
    }
}
