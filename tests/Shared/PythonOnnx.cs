using System.Diagnostics;

namespace VaeMlNet.Tests.Shared;

/// <summary>Debian's python3-onnx as an independent check. Tests that need it are skipped if it is missing.</summary>
public static class PythonOnnx
{
    private const string Python = "/usr/bin/python3";

    /// <summary>Ignores the test, with the reason, if Python's onnx package is missing.</summary>
    public static void RequireInstalled()
    {
        if (!File.Exists(Python))
        {
            Assert.Ignore($"There is no {Python}, so onnx.checker was not run.");
        }

        if (Run("-c", "import onnx.checker").ExitCode != 0)
        {
            Assert.Ignore(
                $"{Python} has no module onnx (Debian: apt-get install python3-onnx), so onnx.checker was not run."
            );
        }
    }

    /// <summary>Runs check_onnx.py over files and fails the test with its output where it rejects one.</summary>
    public static string Check(IEnumerable<string> files, int opset = 17)
    {
        var (exitCode, output) = TryCheck([$"--opset={opset}", .. files]);
        Assert.That(exitCode, Is.Zero, output);
        return output;
    }

    /// <summary>Runs check_onnx.py over files; its exit code is 0 where it accepts all of them.</summary>
    public static (int ExitCode, string Output) TryCheck(IEnumerable<string> files) =>
        Run([Repository.PathOf("tests", "Shared", "check_onnx.py"), .. files]);

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
