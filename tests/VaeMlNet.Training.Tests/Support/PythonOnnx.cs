using System.Diagnostics;

namespace VaeMlNet.Tests;

/// <summary>Debian's python3-onnx as a second opinion; tests that need it are skipped, visibly, where it is missing.</summary>
internal static class PythonOnnx
{
    private const string Python = "/usr/bin/python3";

    public static void RequireInstalled()
    {
        if (!File.Exists(Python) || Run("-c", "import onnx.checker").ExitCode != 0)
        {
            Assert.Ignore(
                $"{Python} has no module onnx (Debian: apt-get install python3-onnx): onnx.checker did not run."
            );
        }
    }

    /// <summary>Runs check_onnx.py of the exporter's tests over files; its output is the failure's message.</summary>
    public static void Check(string[] files)
    {
        var script = Path.Combine(TestContext.CurrentContext.TestDirectory, "check_onnx.py");
        var (exitCode, output) = Run([script, .. files]);
        Assert.That(exitCode, Is.Zero, output);
    }

    private static (int ExitCode, string Output) Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(Python, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
