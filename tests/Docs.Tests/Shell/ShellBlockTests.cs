namespace VaeMlNet.Docs.Tests;

/// <summary>Command lines in blocks have existing verbs, options, targets and arguments. Other programs are listed.</summary>
public sealed class ShellBlockTests
{
    private static readonly string[] OtherPrograms =
    [
        "alias",
        "apt-get",
        "artifacts/edge/EdgeScorer",
        "awk",
        "cat",
        "cd",
        "cp",
        "curl",
        "docker",
        "git",
        "head",
        "ls",
        "mkdir",
        "node",
        "npm",
        "pip",
        "printf",
        "python3",
        "sha256sum",
        "tail",
        "zcat",
    ];

    private static readonly string[] Builds = ["./build.sh", "./build.ps1"];

    private static IEnumerable<ShellLine> Lines =>
        DocPages.All.SelectMany(page => page.Blocks).Where(CodeBlockKindTests.IsShell).SelectMany(ShellLine.Parse);

    [Test]
    public void CommandLine_Always_IsWhatItsProgramTakes()
    {
        string[] faults =
        [
            .. Lines
                .Select(line => (line, Fault: Fault(line)))
                .Where(x => x.Fault is not null)
                .Select(x => $"{x.line}: {x.Fault}"),
        ];

        Assert.That(faults, Is.Empty);
        Assert.That(Lines.Count(line => line.Program == "vaemlnet"), Is.GreaterThan(8));
        Assert.That(Lines.Count(line => Builds.Contains(line.Program)), Is.GreaterThan(1));
    }

    private static string? Fault(ShellLine line) =>
        line.Program switch
        {
            "vaemlnet" => VaemlnetParser.Fault(line.Arguments),
            "vaemlnet-worker" => VaemlnetParser.WorkerFault(line.Arguments),
            "dotnet" => DotnetLine.Fault(line.Arguments),
            _ when Builds.Contains(line.Program) => CakeScript.Fault(line.Arguments),
            _ when OtherPrograms.Contains(line.Program) => null,
            _ => "this program is not known to the docs' tests",
        };
}
