using System.Text.RegularExpressions;
using VaeMlNet.Cli.Tests.Support;

namespace VaeMlNet.Cli.Tests.Commands;

internal sealed class HelpTests
{
    private static readonly string[] Verbs =
    [
        "train",
        "export",
        "verify",
        "info",
        "encode",
        "decode",
        "reconstruct",
        "score",
        "threshold",
        "evaluate",
        "impute",
        "sample",
        "synthesize",
        "interpolate",
        "anomaly",
        "quality",
        "quickstart",
        "mnist",
    ];

    [Test]
    public void Help_Root_ListsEveryVerb()
    {
        string help = ToolRun.Of("--help").Succeeded().Output;

        Assert.That(Verbs, Is.All.Matches<string>(verb => help.Contains($"  {verb} ", StringComparison.Ordinal)));
    }

    [TestCaseSource(nameof(Verbs))]
    public void Help_Verb_EndsWithExamplesThatParse(string verb)
    {
        string[] lines = ToolRun.Of(verb, "--help").Succeeded().OutputLines;

        string[] examples = [.. lines.SkipWhile(line => line != "Examples:").Skip(1).Select(line => line.Trim())];
        Assert.That(examples, Is.Not.Empty);
        foreach (string example in examples)
        {
            Assert.That(example, Does.StartWith($"vaemlnet {verb}"));
            // With an option that does not exist the verb cannot run, and any other fault is reported beside it.
            ToolRun run = ToolRun.Of([.. example.Split(' ').Skip(1), "--no-such-option"]);
            Assert.That(run.ExitCode, Is.EqualTo(2));
            Assert.That(
                run.Error,
                Does.StartWith($"vaemlnet {verb}: Unrecognized command or argument '--no-such-option'. See")
            );
        }
    }

    [TestCase("train", "--batch-size", "128")]
    [TestCase("train", "--epochs", "10")]
    [TestCase("export", "--epochs", "20")]
    [TestCase("train", "--learning-rate", "0.001")]
    [TestCase("quickstart", "--epochs", "3")]
    [TestCase("score", "--kind", "negative-elbo")]
    [TestCase("export", "--out", "onnx/MODEL")]
    [TestCase("train", "--hidden", "400")]
    public void Help_Option_StatesItsDefault(string verb, string option, string defaultValue)
    {
        string help = string.Join(
            ' ',
            ToolRun.Of(verb, "--help").Succeeded().Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        );
        string line = help[help.IndexOf($" {option} ", StringComparison.Ordinal)..];

        Assert.That(line[..line.IndexOf(']', StringComparison.Ordinal)], Does.EndWith($"default: {defaultValue}"));
    }

    [TestCaseSource(nameof(Verbs))]
    public void Readme_Verb_DescribesEveryOption(string verb)
    {
        string readme = File.ReadAllText(Repository.PathOf("src", "VaeMlNet.Cli", "README.md"));
        string help = ToolRun.Of(verb, "--help").Succeeded().Output;
        string[] options =
        [
            .. Regex.Matches(help, "^  (--[a-z-]+)", RegexOptions.Multiline).Select(m => m.Groups[1].Value),
        ];

        Assert.That(readme, Does.Contain($"`{verb}`"));
        Assert.That(options.Where(option => !readme.Contains($"`{option}`", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void Run_NoVerb_IsAUsageError() => ToolRun.Of().Failed(2, "vaemlnet --help");

    [Test]
    public void Run_UnknownVerb_IsAUsageErrorThatNamesIt() => ToolRun.Of("teach").Failed(2, "teach");
}
