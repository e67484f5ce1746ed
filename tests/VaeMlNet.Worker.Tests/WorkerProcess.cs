using System.Diagnostics;
using System.Globalization;

namespace VaeMlNet.Worker.Tests;

/// <summary><c>vaemlnet-worker</c> as a process of its own.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Process process;
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> output = [];
    private readonly List<string> error = [];

    public WorkerProcess(string model, RabbitMqBroker broker, string queue, string results, params string[] more)
    {
        ProcessStartInfo start = new(
            "dotnet",
            [
                typeof(WorkerTool).Assembly.Location,
                model,
                $"--amqp={broker.Uri}",
                $"--queue={queue}",
                $"--results={results}",
                .. more,
            ]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, e) => Keep(output, e.Data);
        process.ErrorDataReceived += (_, e) => Keep(error, e.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Gets the lines on standard output so far.</summary>
    public string[] Output => Lines(output);

    /// <summary>Gets the lines on the error stream so far.</summary>
    public string[] Error => Lines(error);

    /// <summary>Waits until it waits for messages.</summary>
    public WorkerProcess Ready()
    {
        Assert.That(ready.Task.Wait(Patience), $"no worker: {string.Join('\n', Error)}");
        return this;
    }

    /// <summary>Gets the largest working set of the process so far, in MiB. It is 0 after the process has ended.</summary>
    public double PeakMemory => Status("VmHWM:");

    /// <summary>Gets the working set of the process, in MiB. It is 0 after the process has ended.</summary>
    public double Memory => Status("VmRSS:");

    /// <summary>Waits for the end.</summary>
    /// <returns>The exit code.</returns>
    public int WaitForExit()
    {
        Assert.That(process.WaitForExit(Patience), "the worker did not end");
        // And for its last lines.
        process.WaitForExit();
        return process.ExitCode;
    }

    /// <summary>Asks the process to end.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Kills the process with SIGKILL.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    public void Dispose()
    {
        Kill();
        process.Dispose();
    }

    private void Keep(List<string> lines, string? line)
    {
        if (line is not null)
        {
            lock (lines)
            {
                lines.Add(line);
            }

            if (line.StartsWith("waiting for messages", StringComparison.Ordinal))
            {
                ready.TrySetResult();
            }
        }
    }

    private static string[] Lines(List<string> lines)
    {
        lock (lines)
        {
            return [.. lines];
        }
    }

    private double Status(string name)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process.Id}/status")
                .First(l => l.StartsWith(name, StringComparison.Ordinal));
            var number = line[name.Length..].Replace("kB", "", StringComparison.Ordinal);
            return double.Parse(number, CultureInfo.InvariantCulture) / 1024;
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            return 0;
        }
    }
}
