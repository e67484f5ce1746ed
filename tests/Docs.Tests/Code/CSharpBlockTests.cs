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

    /// <summary>Programs that train with the defaults. Test compiles them, and TestLong runs them.</summary>
    private static readonly string[] RunLong =
    [
        "README.md # Anomaly scores with reasons",
        "README.md # Synthetic rows",
        "docs/cli.md # Results for ML.NET",
        "docs/guide/01-quick-start.md # By code",
        "docs/guide/02-encode.md # A model that is trained in the pipeline",
        "docs/guide/03-anomalies.md # Train a detector",
        "docs/guide/03-anomalies.md # Why a row is unusual",
        "docs/guide/04-tables.md # Train, fill, generate",
        "docs/guide/coming-from.md # PyOD",
        "docs/guide/coming-from.md # RandomizedPca",
        "docs/guide/coming-from.md # SDV",
        "docs/guide/coming-from.md # SrCnn and SSA",
        "docs/guide/files.md # Other files",
        "docs/guide/files.md # Ten lines",
        "docs/guide/series.md # Train and score",
        "docs/guide/tune.md # From code",
        "docs/training.md # Conditions",
        "docs/training.md # Labels",
        "docs/training.md # Tables",
    ];

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
            .Select(program => (Name: $"{program}", Case: new TestCaseData(program).SetArgDisplayNames($"{program}")))
            .Select(program => RunLong.Contains(program.Name) ? program.Case.SetCategory("Long") : program.Case);

    [OneTimeSetUp]
    public void Enter() => folder.Enter();

    [OneTimeTearDown]
    public void Leave() => folder.Dispose();

    [TestCaseSource(nameof(Programs))]
    public void Program_OfAHeading_CompilesAndRuns(object program) => ((DocProgram)program).Run();

    [TestCaseSource(nameof(RunLong))]
    public void LongProgram_OfAHeading_Compiles(string name)
    {
        var program = Programs.Select(data => (DocProgram)data.Arguments[0]!).SingleOrDefault(one => $"{one}" == name);

        Assert.That(program, Is.Not.Null, "the page has no such program any more");

        program.Compile();
    }

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
