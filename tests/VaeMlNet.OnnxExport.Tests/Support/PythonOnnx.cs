using System.Diagnostics;

namespace VaeMlNet.OnnxExport.Tests.Support;

/// <summary>Debian's python3-onnx as a second opinion; tests that need it are skipped, visibly, where it is missing.</summary>
internal static class PythonOnnx
{
    private const string Python = "/usr/bin/python3";

    public static void RequireInstalled()
    {
        if (!File.Exists(Python))
            Assert.Ignore($"There is no {Python}, so onnx.checker was not run.");
        if (Run("-c", "import onnx.checker").ExitCode != 0)
            Assert.Ignore(
                $"{Python} has no module onnx (Debian: apt-get install python3-onnx), so onnx.checker was not run."
            );
    }

    /// <summary>Runs check_onnx.py over files and fails the test with its output where it rejects one.</summary>
    public static string Check(IEnumerable<string> files)
    {
        var (exitCode, output) = TryCheck(files);
        Assert.That(exitCode, Is.Zero, output);
        return output;
    }

    public static (int ExitCode, string Output) TryCheck(IEnumerable<string> files) =>
        Run([Path.Combine(TestContext.CurrentContext.TestDirectory, "check_onnx.py"), .. files]);

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
