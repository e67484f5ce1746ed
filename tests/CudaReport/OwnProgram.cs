using System.Collections.Concurrent;
using System.Diagnostics;

namespace VaeMlNet.CudaReports;

/// <summary>The end of a process of this program.</summary>
/// <param name="ExitCode">The exit code.</param>
/// <param name="LastErrors">The last lines of its error stream.</param>
internal sealed record OwnProgram(int ExitCode, string LastErrors)
{
    private const int LineCount = 5;

    /// <summary>Runs this program with other arguments. A crash there does not end the report.</summary>
    public static OwnProgram Run(params string[] arguments)
    {
        var host = Environment.ProcessPath!;
        var isHost = Path.GetFileNameWithoutExtension(host) == "dotnet";
        ProcessStartInfo start = new(host, isHost ? [typeof(OwnProgram).Assembly.Location, .. arguments] : arguments)
        {
            RedirectStandardError = true,
        };
        // As tests/test.runsettings does.
        start.Environment["ORT_DISABLE_TELEMETRY"] = "1";
        ConcurrentQueue<string> lines = new();
        using var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) =>
        {
            if (!string.IsNullOrWhiteSpace(line.Data))
            {
                lines.Enqueue(line.Data);
                Console.Error.WriteLine(line.Data);
            }
        };
        process.BeginErrorReadLine();
        process.WaitForExit();
        return new(process.ExitCode, string.Join('\n', lines.TakeLast(LineCount)));
    }
}
