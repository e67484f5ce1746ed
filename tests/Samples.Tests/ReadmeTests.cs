using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace VaeMlNet.Samples.Tests;

public sealed class ReadmeTests
{
    private static string[] Samples =>
        [
            .. Directory
                .EnumerateDirectories(Repository.PathOf("samples"))
                .Select(folder => Path.GetFileName(folder))
                .Order(),
        ];

    [Test]
    public void Readme_Table_ListsEverySample()
    {
        var text = File.ReadAllText(Repository.PathOf("samples", "README.md"));

        Assert.That(
            Regex.Matches(text, @"^\| \[(\w+)\]", RegexOptions.Multiline).Select(match => match.Groups[1].Value),
            Is.EquivalentTo(Samples)
        );
    }

    [TestCaseSource(nameof(Samples))]
    public void Readme_OfSample_HasTheCommandThatTheTestsRun(string sample)
    {
        var text = File.ReadAllText(Path.Combine(SampleProcess.FolderOf(sample), "README.md"));

        Assert.That(text, Does.Contain($"dotnet run --project samples/{sample}"));
    }

    /// <summary>A relative path would begin in the folder of the project, where <c>dotnet run</c> starts a web project.</summary>
    [Test]
    public void Readme_OfScoringService_NamesFilesByTheirFullPaths()
    {
        var text = File.ReadAllText(Path.Combine(SampleProcess.FolderOf("ScoringService"), "README.md"));

        Assert.That(
            Regex.Matches(text, @"--Series\w+ (\S+)").Select(match => match.Groups[1].Value),
            Is.Not.Empty.And.All.StartsWith("\"$PWD/")
        );
    }

    [TestCaseSource(nameof(Samples))]
    public void Project_OfSample_AlsoCopiesAnOlderModel(string sample)
    {
        var text = File.ReadAllText(Path.Combine(SampleProcess.FolderOf(sample), $"{sample}.csproj"));

        Assert.That(text, Does.Not.Contain("PreserveNewest"), "keeps the last model beside the program");
    }

    /// <summary>A copy of the project with the user's model folder inside, without the references, which take long.</summary>
    [TestCase("DetectOnStream", "pumps")]
    [TestCase("EdgeScorer", "pumps")]
    [TestCase("EncodeAndClassify", "mnist")]
    [TestCase("ScoreParquet", "pumps")]
    [TestCase("ScorePostgres", "pumps")]
    [TestCase("ScoringService", "pumps")]
    public void Project_CopiedWithItsModelFolder_PutsThatIntoModel(string sample, string model)
    {
        using TemporaryFolder folder = new();
        var text = File.ReadAllText(Path.Combine(SampleProcess.FolderOf(sample), $"{sample}.csproj"));
        var project = XElement.Parse(text.Replace($"../../onnx/{model}", "mine", StringComparison.Ordinal));
        project
            .Descendants()
            .Where(item => item.Name.LocalName.EndsWith("Reference", StringComparison.Ordinal))
            .Remove();
        folder.Write("copy.csproj", project.ToString());
        folder.CopyOf(Repository.PathOf("onnx", model), "mine");

        var run = ProgramRun
            .Run(
                "dotnet",
                folder.Path,
                "msbuild",
                "-restore",
                "-target:CheckForDuplicateItems;AssignTargetPaths",
                "-getItem:ContentWithTargetPath"
            )!
            .Succeeded();

        Assert.That(run.Output, Does.Contain("\"TargetPath\": \"model/manifest.json\""));
        Assert.That(run.Output, Does.Contain("\"TargetPath\": \"model/test_data_set_0/"));
    }

    [TestCaseSource(nameof(Samples))]
    public void Project_OfSample_SaysWhichPackageACopyReferences(string sample)
    {
        var version = XDocument
            .Load(Repository.PathOf("Directory.Build.props"))
            .Descendants("VersionPrefix")
            .Single()
            .Value;
        var text = File.ReadAllText(Path.Combine(SampleProcess.FolderOf(sample), $"{sample}.csproj"));

        Assert.That(
            text,
            Does.Match(
                $"<PackageReference Include=\"VaeMlNet(.Training|.Hosting)?\" Version=\"{Regex.Escape(version)}\" />"
            )
        );
        Assert.That(
            text,
            Does.Contain("<ImplicitUsings>enable</ImplicitUsings>").And.Contain("<Nullable>enable</Nullable>")
        );
    }
}
