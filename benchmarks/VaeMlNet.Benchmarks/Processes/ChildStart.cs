using System.Diagnostics;
using System.Reflection;

namespace VaeMlNet.Benchmarks;

/// <summary>Starts this program again as a child process.</summary>
internal static class ChildStart
{
    /// <summary>The hidden subcommand of a child process.</summary>
    public const string Command = "worker";

    /// <summary>Creates the command line of a child process.</summary>
    /// <param name="arguments">The arguments of the hidden subcommand.</param>
    public static ProcessStartInfo Create(params IEnumerable<string> arguments)
    {
        var program = Assembly.GetExecutingAssembly().Location;
        var host = Environment.ProcessPath!;
        var isHost = Path.GetFileNameWithoutExtension(host) == "dotnet";
        IEnumerable<string> command = [Command, .. arguments];
        return isHost ? new ProcessStartInfo(host, [program, .. command]) : new ProcessStartInfo(host, command);
    }
}
