using System.ComponentModel;
using System.Diagnostics;

namespace IsolatedModel;

/// <summary>Runs this program again as a worker, and stops it when it exceeds its limits.</summary>
internal static class IsolatedWorker
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    /// <summary>Sends a worker its input and returns its output.</summary>
    /// <exception cref="WorkerException">The worker crashed, exceeded a limit or reported an error.</exception>
    public static async Task<string> RunAsync(string[] arguments, string input, WorkerLimits limits)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // "dotnet IsolatedModel.dll" needs the name of the library. A published program does not.
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(typeof(IsolatedWorker).Assembly.Location);
        }

        Array.ForEach(arguments, start.ArgumentList.Add);
        // The worker needs no secrets of this process: pass only the variables that .NET needs.
        foreach (var name in start.Environment.Keys.Where(name => !IsNeeded(name)).ToArray())
        {
            start.Environment.Remove(name);
        }

        using var worker = Process.Start(start)!;
        var output = worker.StandardOutput.ReadToEndAsync();
        var error = worker.StandardError.ReadToEndAsync();
        var sending = SendAsync(worker, input);
        await WatchAsync(worker, limits);
        await sending;
        return worker.ExitCode switch
        {
            0 => await output,
            1 => throw new WorkerException((await error).Trim()),
            var code => throw new WorkerException($"the worker crashed with exit code {code}"),
        };
    }

    private static bool IsNeeded(string variable) =>
        variable is "PATH" or "HOME" or "TMPDIR" or "TEMP" or "TMP" or "SystemRoot"
        || variable.StartsWith("DOTNET_", StringComparison.Ordinal);

    private static async Task SendAsync(Process worker, string input)
    {
        try
        {
            await worker.StandardInput.WriteAsync(input);
            worker.StandardInput.Close();
        }
        catch (IOException)
        {
            // The worker ended before it read all rows. Its exit code tells the reason.
        }
    }

    private static async Task WatchAsync(Process worker, WorkerLimits limits)
    {
        var clock = Stopwatch.StartNew();
        while (!worker.WaitForExit(TimeSpan.Zero))
        {
            var reached =
                clock.Elapsed > limits.Time ? $"takes longer than {limits.Time.TotalSeconds} s"
                : WorkingSet(worker) > limits.Memory ? $"takes more than {limits.Memory >> 20} MB"
                : null;
            if (reached is not null)
            {
                worker.Kill(entireProcessTree: true);
                throw new WorkerException($"the worker was stopped because it {reached}");
            }

            await Task.Delay(BetweenLooks);
        }
    }

    private static long WorkingSet(Process worker)
    {
        worker.Refresh();
        try
        {
            return worker.WorkingSet64;
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // It has ended since the last look.
            return 0;
        }
    }
}
