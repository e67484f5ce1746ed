using System.Diagnostics;
using System.Reflection;

namespace VaeMlNet.Benchmarks;

/// <summary>How to start this program once more, as a worker.</summary>
internal static class WorkerStart
{
    /// <summary>The hidden command that makes this program a worker.</summary>
    public const string Command = "worker";

    /// <summary>The worker's command line.</summary>
    /// <param name="arguments">What comes after that.</param>
    public static ProcessStartInfo Create(params IEnumerable<string> arguments)
    {
        var program = Assembly.GetExecutingAssembly().Location;
        var host = Environment.ProcessPath!;
        var isHost = Path.GetFileNameWithoutExtension(host) == "dotnet";
        IEnumerable<string> command = [Command, .. arguments];
        return isHost ? new ProcessStartInfo(host, [program, .. command]) : new ProcessStartInfo(host, command);
    }
}
