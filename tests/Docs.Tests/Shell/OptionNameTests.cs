using System.Text.RegularExpressions;

namespace VaeMlNet.Docs.Tests;

/// <summary>Help, README, docs and notebooks name only existing options.</summary>
public sealed partial class OptionNameTests
{
    /// <summary>Options of other programs, with the names of the programs.</summary>
    private static readonly Dictionary<string, string> Foreign = new()
    {
        ["--array"] = "sbatch",
        ["--file"] = "docker",
        ["--tag"] = "docker",
        ["--publish"] = "docker",
        ["--volume"] = "docker",
        ["--name"] = "stands for any option",
        ["--ignore-scripts"] = "npm",
        ["--project"] = "dotnet run",
        ["--global"] = "dotnet tool install",
        ["--prerelease"] = "dotnet tool install",
        ["--add-source"] = "dotnet tool install",
        ["--configuration"] = "dotnet",
        ["--output"] = "dotnet publish",
        ["--runtime"] = "dotnet publish",
        ["--self-contained"] = "dotnet publish",
        ["--no-self-contained"] = "dotnet publish",
        ["--use-current-runtime"] = "dotnet publish",
        ["--gpus"] = "docker run",
        ["--tests-only"] = "run.sh of CudaFolder",
        ["--benchmarks-only"] = "run.sh of CudaFolder",
        ["--urls"] = "ASP.NET Core",
        ["--logdir"] = "tensorboard",
        ["--backend-store-uri"] = "mlflow ui",
    };

    private static IEnumerable<(string Path, string Text)> Texts =>
        DocPages
            .Markdown.Select(page => (page.Path, page.Text))
            .Concat(DocPages.Notebooks.Select(page => (page.Path, page.Text)))
            .Concat(DocPages.NotebookCode)
            // The changelog also names removed options.
            .Where(text => text.Item1 != "CHANGELOG.md");

    [Test]
    public void OptionName_InADocument_IsOneOfTheToolOrOfTheBuild()
    {
        HashSet<string> known =
        [
            .. VaemlnetParser.OptionNames,
            .. CakeScript.ArgumentNames.Select(name => $"--{name}"),
            .. Foreign.Keys,
        ];

        string[] unknown =
        [
            .. Texts
                .SelectMany(text =>
                    Option().Matches(text.Text).Select(match => (text.Path, Name: match.Groups[1].Value))
                )
                .Where(option => !known.Contains(option.Name))
                .Select(option => $"{option.Path}: {option.Name}")
                .Distinct(),
        ];

        Assert.That(unknown, Is.Empty);
    }

    [Test]
    public void Option_OfEveryVerb_IsInTheReference()
    {
        foreach ((var verb, var options) in VaemlnetParser.All)
        {
            var page = DocPages.Page($"docs/cli/{verb}.md").Text;

            Assert.That(options.Where(name => !page.Contains($"`{name}", StringComparison.Ordinal)), Is.Empty, verb);
        }
    }

    [GeneratedRegex(@"(?<![\w-])(--[a-z][a-z-]*)")]
    private static partial Regex Option();
}
