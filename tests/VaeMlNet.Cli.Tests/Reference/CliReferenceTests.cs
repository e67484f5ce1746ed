using System.CommandLine;

namespace VaeMlNet.Cli.Tests;

internal sealed class CliReferenceTests
{
    private const string Marker = "<!-- Everything below is generated: tests/VaeMlNet.Cli.Tests/Reference. -->\n";

    private static string Page => Repository.PathOf("docs", "cli-reference.md");

    private static IEnumerable<string> PageNames => CliReference.WritePages().Select(page => page.Name);

    private static IEnumerable<string> VerbNames => CliReference.Verbs.Select(verb => verb.Name);

    [Test]
    public void Reference_GeneratedPart_IsThatOfTheOptions()
    {
        var page = File.ReadAllText(Page).ReplaceLineEndings("\n");
        var start = page.IndexOf(Marker, StringComparison.Ordinal) + Marker.Length;

        Assert.That(start, Is.GreaterThan(Marker.Length), $"'{Page}' has no marker");

        AssertIsUpToDate(Page, page[..start] + CliReference.WriteContents());
    }

    [TestCaseSource(nameof(PageNames))]
    public void Page_OfAVerb_IsThatOfItsOptions(string name)
    {
        var text = CliReference.WritePages().Single(page => page.Name == name).Text;

        AssertIsUpToDate(Repository.PathOf("docs", "cli", $"{name}.md"), text);
    }

    [Test]
    public void Pages_OfVerbs_AreNoOthers()
    {
        var pages = Directory
            .EnumerateFiles(Repository.PathOf("docs", "cli"), "*.md")
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Where(name => !name.EndsWith(".received", StringComparison.Ordinal));

        Assert.That(pages, Is.SubsetOf(PageNames));
    }

    [TestCaseSource(nameof(VerbNames))]
    public void Examples_OfAVerb_Parse(string name)
    {
        var verb = CliReference.Verbs.Single(v => v.Name == name);

        // A verb alone would take a file of its own name for itself.
        Command root = new("vaemlnet") { verb };

        Assert.That(verb.Examples, Is.Not.Empty);

        foreach (var example in verb.Examples)
        {
            Assert.That(example.Split(' ')[0], Is.EqualTo(name));
            Assert.That(root.Parse(example.Split(' ')).Errors, Is.Empty, example);
        }
    }

    [Test]
    public void Examples_OfTheWorker_Parse()
    {
        foreach (var example in CliReference.Worker.Examples)
        {
            Assert.That(CliReference.Worker.Parse(example.Split(' ')).Errors, Is.Empty, example);
        }
    }

    [TestCaseSource(nameof(VerbNames))]
    public void Page_OfTheTool_NamesEveryVerb(string name)
    {
        var readme = File.ReadAllText(Repository.PathOf("src", "VaeMlNet.Cli", "README.md"));

        Assert.That(readme, Does.Contain($"`{name}`"));
    }

    [Test]
    public void Descriptions_OfAllOptions_AreThere()
    {
        var bare = CliReference.Verbs.SelectMany(verb =>
            verb.Options.Where(option => string.IsNullOrEmpty(option.Description)).Select(o => $"{verb.Name} {o.Name}")
        );

        Assert.That(bare, Is.Empty);
    }

    private static void AssertIsUpToDate(string path, string expected)
    {
        if (File.Exists(path) && File.ReadAllText(path).ReplaceLineEndings("\n") == expected)
        {
            return;
        }

        var received = Path.ChangeExtension(path, null) + ".received.md";
        Directory.CreateDirectory(Path.GetDirectoryName(received)!);
        File.WriteAllText(received, expected);
        Assert.Fail($"The page is out of date: move {received} to {path}.");
    }
}
