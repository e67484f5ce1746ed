namespace VaeMlNet.Cli.Tests;

/// <summary>The Node.js project in tests/node, with onnxruntime-node. Tests are skipped if it cannot be installed.</summary>
internal static class NodeProject
{
    private static readonly string Folder = Repository.PathOf("tests", "node");

    /// <summary>Installs the packages of the project if they are missing.</summary>
    /// <returns>The Node.js program.</returns>
    public static string Install()
    {
        const string node = "node";
        if (ProgramRun.Run(node, Folder, "--version") is not { ExitCode: 0 })
        {
            Assert.Ignore("There is no Node.js ('node'), so the script that scores with onnxruntime-node was not run.");
        }

        if (!Directory.Exists(Path.Combine(Folder, "node_modules", "onnxruntime-node")))
        {
            // Without scripts: the package's own would fetch files for CUDA, which are of no use here.
            var npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
            if (ProgramRun.Run(npm, Folder, "ci", "--ignore-scripts", "--no-audit", "--no-fund") is not { ExitCode: 0 })
            {
                Assert.Ignore(
                    "'npm ci' in tests/node failed, so the script that scores with onnxruntime-node was not run."
                );
            }
        }

        return node;
    }

    /// <summary>Runs a script and returns what it printed. The test fails with its errors if it fails.</summary>
    public static string Run(string node, string script, params string[] arguments) =>
        ProgramRun.Run(node, Folder, [script, .. arguments])!.Succeeded().Output;
}
