using System.ComponentModel;
using System.Diagnostics;

namespace VaeMlNet.Benchmarks;

/// <summary>Runs programs to their end.</summary>
internal static class FinishedProcess
{
    /// <summary>Runs a program.</summary>
    /// <param name="name">What it does, for messages.</param>
    /// <param name="start">Program, arguments and environment.</param>
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It could not be started, or it failed; the message has its last line.</exception>
    public static string Run(string name, ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0
                ? output
                : throw Failed(
                    name,
                    start,
                    $"exit code {process.ExitCode}, {LastLine(errors.GetAwaiter().GetResult())}"
                );
        }
        catch (Win32Exception exception)
        {
            throw Failed(name, start, exception.Message);
        }
    }

    private static InvalidOperationException Failed(string name, ProcessStartInfo start, string reason) =>
        new($"'{start.FileName}' could not run '{name}': {reason}.");

    private static string LastLine(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault()
        ?? "it printed no error";
}
