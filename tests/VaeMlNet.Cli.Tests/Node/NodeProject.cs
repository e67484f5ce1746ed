using System.ComponentModel;
using System.Diagnostics;

namespace VaeMlNet.Cli.Tests.Node;

/// <summary>tests/node: a Node.js project with onnxruntime-node; tests are skipped, visibly, where it cannot be had.</summary>
internal static class NodeProject
{
    private static readonly string Folder = Repository.PathOf("tests", "node");

    /// <summary>Installs the project's packages where they are not there yet.</summary>
    /// <returns>The Node.js program.</returns>
    public static string Install()
    {
        const string node = "node";
        if (Start(node, "--version") is not { ExitCode: 0 })
        {
            Assert.Ignore("There is no Node.js ('node'), so the script that scores with onnxruntime-node was not run.");
        }

        if (!Directory.Exists(Path.Combine(Folder, "node_modules", "onnxruntime-node")))
        {
            // Without scripts: the package's own would fetch files for CUDA, which are of no use here.
            string npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
            if (Start(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund") is not { ExitCode: 0 })
            {
                Assert.Ignore(
                    "'npm ci' in tests/node failed, so the script that scores with onnxruntime-node was not run."
                );
            }
        }

        return node;
    }

    /// <summary>Runs score.mjs and gives what it printed; the test fails with its errors where it fails.</summary>
    public static string Run(string node, params string[] arguments)
    {
        (int exitCode, string output, string error) = Start(node, ["score.mjs", .. arguments])!.Value;
        Assert.That(exitCode, Is.Zero, error);
        return output;
    }

    private static (int ExitCode, string Output, string Error)? Start(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> error = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, error.Result);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
