using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace VaeMlNet.Docs.Tests;

/// <summary>The workflows and forms of .github use only what exists.</summary>
public sealed partial class GitHubFileTests
{
    /// <summary>The only code from elsewhere that the workflows run.</summary>
    private static readonly string[] Actions = ["actions/checkout", "actions/setup-dotnet"];

    /// <summary>The parts of an issue form, as GitHub's documentation lists them.</summary>
    private static readonly string[] Parts = ["markdown", "textarea", "input", "dropdown", "checkboxes"];

    private static IEnumerable<string> Workflows => Files("workflows");

    private static IEnumerable<string> Forms => Files("ISSUE_TEMPLATE").Where(path => !path.EndsWith("config.yml"));

    [Test]
    public void Workflow_BuildCommand_IsATargetWithItsArguments()
    {
        var commands = Workflows
            .SelectMany(path => BuildCommand().Matches(TextOf(path)).Select(match => (path, match.Value)))
            .ToArray();
        var faults = commands
            .Select(command => new CodeBlock(command.path, "", "", "", 1, command.Value))
            .SelectMany(ShellLine.Parse)
            .Select(line => CakeScript.Fault(line.Arguments));

        Assert.That(faults, Is.All.Null);
        Assert.That(
            commands.Select(command => Target().Match(command.Value).Value),
            Is.SupersetOf(new[] { "--target=Test", "--target=Pack", "--target=Site" })
        );
    }

    [Test]
    public void Workflow_Action_IsOfGitHubAndHasAMajorVersion()
    {
        var uses = Workflows.SelectMany(path => Uses().Matches(TextOf(path))).ToArray();

        Assert.That(uses, Is.Not.Empty);
        Assert.That(uses.Select(match => match.Groups["action"].Value).Distinct(), Is.SubsetOf(Actions));
        Assert.That(uses.Select(match => match.Groups["version"].Value), Has.All.Match("^v[0-9]+$"));
    }

    [Test]
    public void File_NamedInAWorkflowOrForm_Exists()
    {
        var texts = Workflows.Concat(Files("ISSUE_TEMPLATE")).Append(".github/pull_request_template.md").Select(TextOf);
        var names = texts.SelectMany(text => RepositoryFile().Matches(text)).Select(match => match.Value).ToHashSet();

        Assert.That(names, Is.SupersetOf(new[] { "SECURITY.md", "global.json", "CHANGELOG.md" }));
        Assert.That(names.Where(name => !File.Exists(Repository.PathOf(name))), Is.Empty);
    }

    [Test]
    [Category("Long")]
    public void Workflow_Yaml_HasTriggersAndJobsOnRunners()
    {
        PythonYaml.RequireInstalled();
        using PythonYaml yaml = new();
        foreach (var path in Workflows)
        {
            var workflow = yaml.Parse(TextOf(path)).AsObject();

            // YAML 1.1 reads the key 'on' as true.
            Assert.That(workflow.Select(member => member.Key), Is.SupersetOf(new[] { "name", "true", "jobs" }), path);

            foreach (var job in workflow["jobs"]!.AsObject())
            {
                Assert.That(job.Value!["runs-on"], Is.Not.Null, $"{path} {job.Key}");
                Assert.That(
                    job.Value["steps"]!.AsArray().Where(step => (step!["run"] is null) == (step["uses"] is null)),
                    Is.Empty,
                    $"{path} {job.Key}: each step has 'run' or 'uses'"
                );
            }
        }
    }

    [Test]
    [Category("Long")]
    public void Form_Yaml_HasPartsWithLabelsAndDifferentNames()
    {
        PythonYaml.RequireInstalled();
        using PythonYaml yaml = new();

        Assert.That(Forms.Count(), Is.EqualTo(3));

        foreach (var path in Forms)
        {
            var form = yaml.Parse(TextOf(path));
            JsonNode[] parts = [.. form["body"]!.AsArray().Select(part => part!)];
            JsonNode[] questions = [.. parts.Where(part => (string)part["type"]! != "markdown")];

            Assert.That((string?)form["name"], Is.Not.Empty, path);
            Assert.That((string?)form["description"], Is.Not.Empty, path);
            Assert.That(parts.Select(part => (string)part["type"]!).Distinct(), Is.SubsetOf(Parts), path);
            Assert.That(questions.Select(part => (string)part["id"]!), Is.Unique, path);
            Assert.That(questions.Select(part => (string?)part["attributes"]!["label"]), Has.None.Null, path);
        }

        var config = yaml.Parse(TextOf(".github/ISSUE_TEMPLATE/config.yml"));

        Assert.That((bool)config["blank_issues_enabled"]!, Is.False);
    }

    private static IEnumerable<string> Files(string folder) =>
        Directory
            .EnumerateFiles(Repository.PathOf(".github", folder))
            .Select(file => $".github/{folder}/{Path.GetFileName(file)}")
            .Order(StringComparer.Ordinal);

    private static string TextOf(string path) => File.ReadAllText(Repository.PathOf(path)).ReplaceLineEndings("\n");

    [GeneratedRegex(@"\./build\.(sh|ps1) .*")]
    private static partial Regex BuildCommand();

    [GeneratedRegex(@"--target=\w+")]
    private static partial Regex Target();

    [GeneratedRegex(@"uses: (?<action>[^@\s]+)@(?<version>\S+)")]
    private static partial Regex Uses();

    /// <summary>Matches a path with an ending, not a placeholder in capitals or a pattern.</summary>
    [GeneratedRegex(@"(?<![\w/.*-])(docs/[\w/.-]+|[A-Za-z][\w-]*)\.(md|json|txt)(?!\w)")]
    private static partial Regex RepositoryFile();
}
