using System.Collections.Concurrent;
using System.Diagnostics;

namespace VaeMlNet.Benchmarks;

/// <summary>A contestant in a process of its own.</summary>
internal sealed class ChildProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Process process;
    private readonly ParentTurns turns;
    private readonly ConcurrentQueue<string> errors = new();

    /// <summary>Starts it, and waits until it is ready.</summary>
    /// <param name="name">Name in messages.</param>
    /// <param name="start">Program, arguments and environment.</param>
    /// <exception cref="InvalidOperationException">It could not be started, or has ended.</exception>
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
                $"Contestant '{name}' could not be started: '{start.FileName}': {exception.Message}.",
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

    /// <summary>What it said of itself.</summary>
    public ChildFacts Facts { get; }

    /// <summary>Lets it take a turn.</summary>
    /// <exception cref="InvalidOperationException">It has ended.</exception>
    public TurnFigures TakeTurn() => turns.TakeTurn();

    /// <summary>Ends it.</summary>
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
            process.WaitForExit(); // without a limit it also waits for the last lines
        }

        var code = process.HasExited ? $"exit code {process.ExitCode}" : "still running";
        return $"{code}; its last lines: {string.Join(" / ", errors.TakeLast(3).DefaultIfEmpty("none"))}";
    }
}
