using VaeMlNet.Cli;

namespace VaeMlNet.Docs.Tests;

/// <summary>The quick start's commands, run one after another on its CSV file, within this process.</summary>
[NonParallelizable]
public sealed class QuickStartTests
{
    [Test]
    public void Commands_OfTheQuickStart_AllSucceed()
    {
        using WorkingFolder folder = new();
        folder.Enter();
        ShellLine[] lines =
        [
            .. DocPages
                .Page("docs/guide/01-quick-start.md")
                .Blocks.Where(CodeBlockKindTests.IsShell)
                .SelectMany(ShellLine.Parse)
                .Where(line => line.Program == "vaemlnet"),
        ];

        Assert.That(lines, Has.Length.GreaterThan(5));

        var output = string.Concat(lines.Select(Run));

        Assert.That(output, Does.Contain("columns of machines.csv").And.Match("auroc=0.9[0-9]+ average_precision="));
        Assert.That(File.ReadLines("scores.csv").Count(), Is.EqualTo(601));
        Assert.That(File.ReadLines("made.csv").Count(), Is.EqualTo(1001));
    }

    private static string Run(ShellLine line)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        var exitCode = VaemlnetTool.Run(
            line.Arguments,
            new CommandTerminal(output, error, isInteractive: false),
            default
        );
        Assert.That(exitCode, Is.Zero, $"{line}\n{output}{error}");
        return output.ToString();
    }
}
