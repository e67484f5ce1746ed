namespace VaeMlNet.Docs.Tests;

/// <summary>Every csharp block compiles against the public API and runs.</summary>
[NonParallelizable]
public sealed class CSharpBlockTests
{
    private readonly WorkingFolder folder = new();

    /// <summary>Blocks that other tests run, with the name of the test.</summary>
    private static readonly Dictionary<string, string> RunElsewhere = new()
    {
        ["docs/tables.md"] =
            "written by the benchmark 'tables' from its own source, which GuidePageTests compares with the page",
        ["docs/guide/streams.md"] = "run against a broker by StreamsGuideTests of the command line's tests",
    };

    private static IEnumerable<TestCaseData> Programs =>
        DocPages
            .Markdown.Where(page => !RunElsewhere.ContainsKey(page.Path))
            .SelectMany(page => page.Blocks.Where(block => block.Language == "csharp"))
            .GroupBy(block => (block.Page, block.Heading))
            .Select(group => new DocProgram(
                group.Key.Page,
                group.Key.Heading,
                [.. group],
                HiddenPart.Read(group.Key.Page, group.Key.Heading)
            ))
            .Select(program => new TestCaseData(program).SetArgDisplayNames($"{program}"));

    [OneTimeSetUp]
    public void Enter() => folder.Enter();

    [OneTimeTearDown]
    public void Leave() => folder.Dispose();

    [TestCaseSource(nameof(Programs))]
    public void Program_OfAHeading_CompilesAndRuns(object program) => ((DocProgram)program).Run();

    [Test]
    public void HiddenPart_EachHeading_IsOneOfThePage()
    {
        foreach ((var page, var heading) in HiddenPart.All)
        {
            CodeBlock[] blocks =
            [
                .. DocPages.Page(page).Blocks.Where(b => b.Language == "csharp" && b.Heading == heading),
            ];
            Assert.That(blocks, Is.Not.Empty, $"{page} # {heading}");
        }
    }
}
