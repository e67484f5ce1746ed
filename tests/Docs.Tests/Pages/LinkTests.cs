using System.Text.RegularExpressions;

namespace VaeMlNet.Docs.Tests;

/// <summary>Links resolve: to a file or folder of the repository, to a heading of the page, or to a listed host.</summary>
public sealed partial class LinkTests
{
    /// <summary>Hosts that pages may link to. The test does not access them.</summary>
    private static readonly string[] Hosts =
    [
        "arxiv.org",
        "doi.org",
        "github.com",
        "learn.microsoft.com",
        "onnxruntime.ai",
    ];

    private static IEnumerable<TestCaseData> Pages =>
        DocPages.All.Select(page => new TestCaseData(page).SetArgDisplayNames(page.Path));

    [TestCaseSource(nameof(Pages))]
    public void Link_InADocument_Resolves(object page)
    {
        string[] broken = [.. ((MarkdownPage)page).Links.Select(Fault).OfType<string>()];

        Assert.That(broken, Is.Empty);
    }

    [Test]
    public void Pages_All_AreManyWithManyLinks()
    {
        Assert.That(DocPages.Markdown, Has.Count.GreaterThan(20));
        Assert.That(DocPages.All.Sum(page => page.Links.Count()), Is.GreaterThan(100));
    }

    /// <summary>The table of contents or the README links to every page under docs/.</summary>
    [Test]
    public void Page_UnderDocs_IsLinkedFromTheContents()
    {
        HashSet<string> reached = ["docs/README.md"];
        Queue<string> open = new(reached);
        while (open.TryDequeue(out var path))
        {
            foreach (var link in DocPages.Page(path).Links.Where(link => !IsExternal(link.Target)))
            {
                var target = Resolve(link).File;
                if (target.EndsWith(".md", StringComparison.Ordinal) && reached.Add(target))
                {
                    open.Enqueue(target);
                }
            }
        }

        string[] docs =
        [
            .. DocPages
                .Markdown.Select(page => page.Path)
                .Where(path => path.StartsWith("docs/", StringComparison.Ordinal)),
        ];

        Assert.That(docs.Except(reached), Is.Empty);
    }

    private static string? Fault(PageLink link)
    {
        if (IsExternal(link.Target))
        {
            var isFine =
                Uri.TryCreate(link.Target, UriKind.Absolute, out var uri)
                && uri.Scheme == "https"
                && Hosts.Contains(uri.Host);
            return isFine ? null : $"{link}: not https, or its host is not listed";
        }

        (var file, var anchor) = Resolve(link);
        if (!File.Exists(Repository.PathOf(file)) && !Directory.Exists(Repository.PathOf(file)))
        {
            return $"{link}: there is no {file}";
        }

        if (anchor.Length > 0 && !DocPages.Page(file).Anchors.Contains(anchor))
        {
            return $"{link}: {file} has no heading #{anchor}";
        }

        return null;
    }

    private static (string File, string Anchor) Resolve(PageLink link)
    {
        var parts = link.Target.Split('#', 2);
        var folder = Path.GetDirectoryName(Repository.PathOf(link.Page))!;
        var file =
            parts[0].Length == 0 ? Repository.PathOf(link.Page) : Path.GetFullPath(Path.Combine(folder, parts[0]));
        return (Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'), parts.Length > 1 ? parts[1] : "");
    }

    private static bool IsExternal(string target) => Scheme().IsMatch(target);

    [GeneratedRegex("^[a-z]+:")]
    private static partial Regex Scheme();
}
