using System.Reflection;
using System.Text.RegularExpressions;

namespace VaeMlNet.Docs.Tests;

/// <summary>The page of formulas names classes that exist and every paper that the sources cite.</summary>
public sealed partial class TheoryTests
{
    private static readonly MarkdownPage Page = DocPages.Page("docs/theory.md");

    [Test]
    public void NamedClass_Always_Exists()
    {
        HashSet<string> types =
        [
            .. new[]
            {
                typeof(VaeModel),
                typeof(VaeTrainer),
                typeof(OnnxExport.OnnxExporter),
                typeof(Report.VaeReport),
                typeof(Cli.VaemlnetTool),
                typeof(VaeTable),
                typeof(Hosting.VaeHostedScorer),
                typeof(Tooling.CommandLineTool),
                typeof(Baselines.IsolationForest),
            }
                .SelectMany(type => type.Assembly.GetTypes())
                .Select(type => type.Name),
        ];
        string[] named = [.. Page.CodeSpans.Distinct()];

        Assert.That(named, Has.Length.GreaterThan(50));
        Assert.That(named.Except(types), Is.Empty);
    }

    [Test]
    public void Formula_Always_HasAClass()
    {
        string[][] rows = [.. Page.TableRows.Where(row => row[0].Trim() is not ("quantity" or "likelihood"))];

        Assert.That(rows, Has.Length.GreaterThan(50));
        Assert.That(
            rows.Where(row => !row[^1].Contains('`', StringComparison.Ordinal)).Select(row => row[0]),
            Is.Empty
        );
    }

    /// <summary>A source counts as listed when a line of the references has its last name before the year, and the year.</summary>
    [Test]
    public void Citation_InTheSources_IsInTheReferences()
    {
        string[] references = [.. Page.Text.Split("## References\n")[1].Split('\n')];
        (string Name, string Year)[] cited = [.. Citations().Distinct()];

        Assert.That(cited, Has.Length.GreaterThan(45));
        Assert.That(
            cited.Where(c => !references.Any(line => Regex.IsMatch(line, $@"^- .*\b{c.Name}\b.* {c.Year}\."))),
            Is.Empty
        );
    }

    private static IEnumerable<(string Name, string Year)> Citations() =>
        Directory
            .EnumerateFiles(Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Intersect(["bin", "obj"]).Any())
            .Select(file =>
                string.Join(
                    ' ',
                    File.ReadLines(file).Where(IsComment).Select(line => line.Trim().TrimStart('/').Trim())
                )
            )
            .SelectMany(comments => Citation().Matches(comments))
            .Select(match => (match.Groups["name"].Value, match.Groups["year"].Value));

    private static bool IsComment(string line) => line.TrimStart().StartsWith("//", StringComparison.Ordinal);

    [GeneratedRegex(
        @"(?<name>(?<![A-Za-z])[A-Z][a-zA-Z]+(?:-[A-Z][a-z]+)?)(?: et al\.?)?,? \(?(?<year>(?:19|20)\d\d)\b(?!-)"
    )]
    private static partial Regex Citation();
}
