namespace VaeMlNet.Packages.Tests;

/// <summary>The tool, published from the source tree with and without its own .NET.</summary>
[Category("Long")]
public sealed class PublishTests
{
    // Pack has compiled the tool without .NET before, so each way follows the other.
    [Test]
    public void Publish_OneWayAfterTheOther_BothToolsRun()
    {
        using TemporaryFolder folder = new();
        var program = OperatingSystem.IsWindows() ? "VaeMlNet.Cli.exe" : "VaeMlNet.Cli";

        Publish("--self-contained", folder["own"]);
        Publish("--no-self-contained", folder["installed"]);

        Verify(folder["own", program]);
        Verify("dotnet", folder["installed", "VaeMlNet.Cli.dll"]);

        Assert.That(File.Exists(folder["own", "VaeMlNet.Cli.r2r.dll"]), "one image with .NET");
        Assert.That(!File.Exists(folder["installed", "VaeMlNet.Cli.r2r.dll"]));
    }

    private static void Publish(string way, string output) =>
        ProgramRun
            .Run(
                "dotnet",
                Repository.Root,
                "publish",
                "src/VaeMlNet.Cli",
                "--configuration=Release",
                "--use-current-runtime",
                way,
                $"--output={output}"
            )!
            .Succeeded();

    private static void Verify(string program, params string[] first) =>
        ProgramRun.Run(program, Repository.Root, [.. first, "verify", "onnx/mnist"])!.Succeeded();
}
