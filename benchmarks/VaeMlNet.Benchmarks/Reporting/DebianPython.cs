using System.Diagnostics;

namespace VaeMlNet.Benchmarks.Reporting;

/// <summary>Runs scripts of ours with Debian's Python, which has Debian's packages of libraries.</summary>
internal static class DebianPython
{
    /// <summary>Where Debian puts it; elsewhere the first on the path.</summary>
    public static string Interpreter { get; } = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

    /// <summary>Where a script lies beside this program.</summary>
    /// <param name="script">Its path in this project.</param>
    public static string PathOf(string script) => Path.Combine(AppContext.BaseDirectory, script);

    /// <summary>Runs a script to its end.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It could not be started, or it failed.</exception>
    public static string Run(string script, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(
                new ProcessStartInfo(Interpreter, [PathOf(script), .. arguments])
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            )!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : throw Failed(script, errors.GetAwaiter().GetResult());
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw Failed(script, exception.Message);
        }
    }

    /// <summary>The error for a script that ended too early.</summary>
    /// <param name="script">Its path in this project.</param>
    /// <param name="errors">What it printed to standard error; the last line counts.</param>
    public static InvalidOperationException Failed(string script, string errors) =>
        new(
            $"'{Interpreter}' could not run '{script}': {LastLine(errors)}. Its libraries come with: apt-get install python3-torch python3-matplotlib"
        );

    private static string LastLine(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault()
        ?? "it printed no error";
}
