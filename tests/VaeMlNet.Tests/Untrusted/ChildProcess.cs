using System.Diagnostics;
using System.Globalization;

namespace VaeMlNet.Tests;

/// <summary>This assembly as a program: what tests want to see crash, hang or be killed runs here.</summary>
internal static class ChildProcess
{
    public static int Main(string[] arguments)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        return arguments switch
        {
            [FuzzRun.Verb, var original, var folder, var first, var count] => FuzzRun.Run(
                original,
                folder,
                int.Parse(first),
                int.Parse(count)
            ),
            [EndlessWriter.Verb, var folder, .. var models] => EndlessWriter.Run(folder, models),
            _ => 2,
        };
    }

    /// <summary>Starts it; its output is redirected. The caller disposes the process.</summary>
    public static Process Start(params string[] arguments) =>
        Process.Start(
            new ProcessStartInfo("dotnet", [typeof(ChildProcess).Assembly.Location, .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
}
