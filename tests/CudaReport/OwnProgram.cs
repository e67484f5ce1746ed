using System.Diagnostics;

namespace VaeMlNet.CudaReports;

/// <summary>Starts this program again. What crashes there does not end the report.</summary>
internal static class OwnProgram
{
    /// <summary>Runs this program with other arguments, and returns its exit code. It writes to the same streams.</summary>
    public static int Run(params string[] arguments)
    {
        var host = Environment.ProcessPath!;
        var isHost = Path.GetFileNameWithoutExtension(host) == "dotnet";
        ProcessStartInfo start = new(host, isHost ? [typeof(OwnProgram).Assembly.Location, .. arguments] : arguments);
        // As tests/test.runsettings does.
        start.Environment["ORT_DISABLE_TELEMETRY"] = "1";
        using var process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
