using System.ComponentModel;
using System.Diagnostics;

namespace VaeMlNet.Benchmarks;

/// <summary>Runs programs to their end.</summary>
internal static class FinishedProcess
{
    /// <summary>Runs a program.</summary>
    /// <param name="name">A description of the program for messages.</param>
    /// <param name="start">The program, its arguments and its environment.</param>
    /// <returns>The standard output of the program.</returns>
    /// <exception cref="InvalidOperationException">
    /// The program could not be started, or it failed. The message contains its last line.
    /// </exception>
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
