using System.ComponentModel;
using System.Diagnostics;

namespace VaeMlNet.Tests.Shared;

/// <summary>The exit code and output of a program that has ended.</summary>
public sealed record ProgramRun(int ExitCode, string Output, string Error)
{
    /// <summary>Runs a program that is on the path, or gives null where there is no such program.</summary>
    /// <param name="folder">The folder in which it runs; null for the test's current folder.</param>
    public static ProgramRun? Run(string program, string? folder, params IReadOnlyList<string> arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = folder ?? "",
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return new ProgramRun(process.ExitCode, output, error.Result);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Asserts that it ended well, showing what it said otherwise.</summary>
    public ProgramRun Succeeded()
    {
        Assert.That(ExitCode, Is.Zero, Output + Error);
        return this;
    }
}
