using System.Text.RegularExpressions;

namespace VaeMlNet.Cli.Tests;

/// <summary>Every option that a message of the tool names is an option of the tool.</summary>
internal sealed partial class NamedOptionsTests
{
    // Of the programs that the tool starts or writes scripts for, and a property of CSS.
    private static readonly string[] OfOthers =
    [
        "--array",
        "--cpus-per-task",
        "--dependency",
        "--job-name",
        "--mem",
        "--open-mode",
        "--output",
        "--parsable",
        "--part",
        "--requeue",
        "--wrap",
    ];

    private static readonly string[] Projects =
    [
        "VaeMlNet.Cli",
        "VaeMlNet.Jobs",
        "VaeMlNet.Data",
        "VaeMlNet.Tooling",
        "VaeMlNet.Worker",
    ];

    private static readonly HashSet<string> Known =
    [
        .. CliReference
            .Verbs.Append(CliReference.Worker)
            .SelectMany(verb => verb.Options)
            .Select(option => option.Name),
        "--help",
        "--verbose",
        "--settings",
        "--version",
        "--name",
        .. OfOthers,
    ];

    [Test]
    [Proves(52)]
    public void Messages_OfTheTool_NameOptionsThatExist()
    {
        string[] unknown =
        [
            .. Projects
                .SelectMany(project =>
                    Directory.EnumerateFiles(Repository.PathOf("src", project), "*.cs", SearchOption.AllDirectories)
                )
                .Where(path =>
                    !path.Contains(
                        $"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}",
                        StringComparison.Ordinal
                    )
                )
                .SelectMany(path =>
                    File.ReadLines(path)
                        .Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))
                        .SelectMany(line => Option().Matches(line).Select(match => match.Value))
                        .Where(name => !Known.Contains(name))
                        .Select(name => $"{Path.GetFileName(path)}: {name}")
                ),
        ];

        Assert.That(unknown, Is.Empty);
    }

    [GeneratedRegex("(?<![a-zA-Z0-9-])--[a-z][a-z-]*[a-z]")]
    private static partial Regex Option();
}
