using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace VaeMlNet.Docs.Tests;

/// <summary>The Dockerfiles name projects, files and images that exist. They are not built: that needs Docker.</summary>
public sealed partial class DockerfileTests
{
    private static readonly string[] Dockerfiles =
    [
        "samples/ScoringService/Dockerfile",
        "src/VaeMlNet.Worker/Dockerfile",
    ];

    [TestCaseSource(nameof(Dockerfiles))]
    public void Dockerfile_Commands_NameTheProjectBesideIt(string path)
    {
        var project = Path.GetDirectoryName(path)!.Replace('\\', '/');
        var program = Path.GetFileName(project);

        var text = TextOf(path);

        Assert.That(File.Exists(Repository.PathOf(project, $"{program}.csproj")), project);
        Assert.That(text, Does.Contain($"# docker build --file {path} "));
        Assert.That(Publish().Match(text).Groups["project"].Value, Is.EqualTo(project));
        Assert.That(EntryPoint().Match(text).Groups["program"].Value, Is.EqualTo($"{program}.dll"));
    }

    [TestCaseSource(nameof(Dockerfiles))]
    public void Dockerfile_LastStage_CopiesWhatTheFirstPublishesAndRunsWithoutRights(string path)
    {
        var stages = TextOf(path).Split("\nFROM ");

        Assert.That(stages, Has.Length.EqualTo(3), "a comment and two stages");

        var published = Publish().Match(stages[1]).Groups["out"].Value;

        Assert.That(stages[2], Does.Contain($"COPY --from=build {published} ."));
        Assert.That(stages[2], Does.Match(@"\nUSER \$APP_UID\n(.*\n)*ENTRYPOINT "));
    }

    [TestCaseSource(nameof(Dockerfiles))]
    public void Dockerfile_Images_AreOfTheFrameworkThatIsBuilt(string path)
    {
        var framework = (string)
            XDocument.Load(Repository.PathOf("Directory.Build.props")).Descendants("TargetFramework").Single();

        var versions = Image().Matches(TextOf(path)).Select(match => $"net{match.Groups["version"].Value}");

        Assert.That(versions, Is.EqualTo(new[] { framework, framework }));
    }

    [Test]
    public void Dockerignore_Outputs_AreLeftOut()
    {
        var ignored = File.ReadAllLines(Repository.PathOf(".dockerignore"));

        Assert.That(ignored, Is.SupersetOf(new[] { ".git", "artifacts", "**/bin", "**/obj" }));
    }

    private static string TextOf(string path) => File.ReadAllText(Repository.PathOf(path)).ReplaceLineEndings("\n");

    [GeneratedRegex(@"\nRUN dotnet publish (?<project>\S+) .*--output (?<out>\S+)\n")]
    private static partial Regex Publish();

    [GeneratedRegex("""\nENTRYPOINT \["dotnet", "(?<program>[^"]+)"\]\n""")]
    private static partial Regex EntryPoint();

    [GeneratedRegex(@"\nFROM \S+/dotnet/\w+:(?<version>\S+)")]
    private static partial Regex Image();
}
