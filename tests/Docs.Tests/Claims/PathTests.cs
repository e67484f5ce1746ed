using System.Text.RegularExpressions;

namespace VaeMlNet.Docs.Tests;

/// <summary>Files and folders of the repository that the text names exist.</summary>
public sealed partial class PathTests
{
    // The changelog and the decisions also name what was there before.
    public static IEnumerable<string> Pages =>
        DocPages
            .Markdown.Select(page => page.Path)
            .Where(path => path != "CHANGELOG.md" && !path.StartsWith("docs/adr/", StringComparison.Ordinal));

    [TestCaseSource(nameof(Pages))]
    public void Paths_OnAPage_Exist(string page)
    {
        var missing = DocPages
            .Page(page)
            .CodeSpans.Where(span => RepositoryPath().IsMatch(span) && !Placeholder().IsMatch(span))
            .Select(span => Repository.PathOf(span.TrimEnd('/')))
            .Where(path => !File.Exists(path) && !Directory.Exists(path));

        Assert.That(missing, Is.Empty);
    }

    [GeneratedRegex(@"^(src|tests|docs|eng|samples|benchmarks)/[\w./-]+$")]
    private static partial Regex RepositoryPath();

    /// <summary>Matches a file that a reader makes, or that a test writes.</summary>
    [GeneratedRegex(@"/X[A-Z]\w*\.cs$|\.received\.")]
    private static partial Regex Placeholder();
}
