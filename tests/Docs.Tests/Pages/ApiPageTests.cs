using System.Reflection;
using System.Text.RegularExpressions;
using VaeMlNet.ApiPages;

namespace VaeMlNet.Docs.Tests;

/// <summary>The API pages of the site, as eng/ApiPages writes them.</summary>
public sealed partial class ApiPageTests
{
    private static readonly IReadOnlyList<ApiLibrary> Libraries = ApiLibrary.Load();

    private static IEnumerable<string> Names => Libraries.Select(library => library.Name);

    [TestCaseSource(nameof(Names))]
    public void Library_Types_AreThosePublicInItsAssembly(string name)
    {
        var expected = Assembly.Load(name).GetExportedTypes().Select(type => type.FullName!.Replace('`', '-'));

        var pages = Libraries.Single(library => library.Name == name).Types.Select(type => type.Page);

        Assert.That(pages, Is.EquivalentTo(expected.Select(type => type.Replace('+', '.'))));
    }

    [TestCaseSource(nameof(Names))]
    public void Page_OfEachType_HasTextForEachMember(string name)
    {
        foreach (var type in Libraries.Single(library => library.Name == name).Types)
        {
            // The constructor of a record has the comment of the record.
            var parts = TypePage
                .Write(type)
                .Split("\n## ")
                .Where(part => !part.StartsWith("Constructors", StringComparison.Ordinal));

            Assert.That(parts, Has.All.Match("(?s)```csharp\n.*```\n\n[^\n`]"), type.Title);
        }
    }

    [Test]
    public void Link_OnAPage_LeadsToAMemberOfAPage()
    {
        var pages = Libraries.SelectMany(library => library.Types).ToDictionary(type => type.Page, TypePage.Write);
        var links = pages.Values.SelectMany(page => Link().Matches(page)).ToArray();

        Assert.That(links, Has.Length.GreaterThan(300));

        foreach (var link in links)
        {
            var target = pages[link.Groups[1].Value];
            var anchor = link.Groups[2].Value;
            Assert.That(
                anchor.Length == 0 || target.Contains($"{{#{anchor}}}") || target.Contains($"id=\"{anchor}\""),
                link.Value
            );
        }
    }

    [GeneratedRegex(@"\]\(\./([^)#]+)\.md(?:#([^)]+))?\)")]
    private static partial Regex Link();
}
