using System.Text.RegularExpressions;

namespace VaeMlNet.Outsider.Tests;

/// <summary>Tests and sources use random generators with a seed, so that failures can be repeated.</summary>
internal sealed partial class RandomSourcesTests
{
    private const string TorchProject = "../Shared/Torch/*.cs";

    /// <summary>The sources whose random numbers must not repeat, with the reason.</summary>
    private static readonly string[] Allowed =
    [
        // Workers that lost one broker must not all come back at the same moment.
        "src/VaeMlNet.Worker/Broker/ConnectionLoss.cs",
    ];

    private static readonly string[] Folders = ["src", "tests", "samples", "benchmarks", "docs", "notebooks"];

    [Test]
    public void Sources_Always_HaveNoGeneratorWithoutASeed()
    {
        string[] unseeded = [.. Files(Folders).Where(file => UnseededGenerator().IsMatch(File.ReadAllText(file)))];

        Assert.That(unseeded.Select(Relative), Is.EquivalentTo(Allowed));
    }

    [Test]
    public void Tests_Always_GiveEveryMLContextASeed()
    {
        string[] unseeded = [.. Files("tests").Where(file => UnseededContext().IsMatch(File.ReadAllText(file)))];

        Assert.That(unseeded.Select(Relative), Is.Empty, "write new MLContext(1)");
    }

    [Test]
    public void TestProjects_WithTorchInTheirSources_SeedItsGeneratorBeforeEveryTest()
    {
        string[] drawing =
        [
            .. Files("tests").Where(file => TorchDraw().IsMatch(File.ReadAllText(file))).Select(Project),
        ];

        Assert.That(drawing, Has.Member("VaeMlNet.Training.Tests"));

        foreach (var project in drawing.Distinct())
        {
            var text = File.ReadAllText(Repository.PathOf("tests", project, $"{project}.csproj"));
            Assert.That(text, Does.Contain(TorchProject), project);
        }
    }

    private static IEnumerable<string> Files(params string[] folders) =>
        folders
            .SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".cs" or ".md" or ".ipynb")
            .Where(file => !Relative(file).Split('/').Any(part => part is "bin" or "obj"))
            .Where(file => Path.GetFileName(file) != $"{nameof(RandomSourcesTests)}.cs");

    private static string Relative(string file) =>
        Path.GetRelativePath(Repository.Root, file).Replace(Path.DirectorySeparatorChar, '/');

    private static string Project(string file) => Relative(file).Split('/')[1];

    [GeneratedRegex(@"new (System\.)?Random\(\)|\bRandom \w+ = new\(\)|Random\.Shared")]
    private static partial Regex UnseededGenerator();

    [GeneratedRegex(@"new MLContext\(\)|MLContext \w+ = new\(\)")]
    private static partial Regex UnseededContext();

    [GeneratedRegex(@"(?<![.\w])(torch\.)?(rand|randn|randint|randperm)\((?!\))[^;]*;")]
    private static partial Regex TorchDraw();
}
