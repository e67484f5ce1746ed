namespace VaeMlNet.Cli.Tests;

internal sealed class HelpTests
{
    private static IEnumerable<string> Verbs => CliReference.Verbs.Select(verb => verb.Name);

    [Test]
    public void Help_Root_ListsEveryVerb()
    {
        var help = ToolRun.Run("--help").Succeeded().Output;

        Assert.That(Verbs, Is.All.Matches<string>(verb => help.Contains($"  {verb} ", StringComparison.Ordinal)));
    }

    [Test]
    public void Help_Root_HasTheVerbInTheUsage() =>
        Assert.That(ToolRun.Run("--help").Succeeded().OutputLines, Does.Contain("  vaemlnet VERB [options]"));

    [Test]
    public void Help_Root_HasTheVerbsInGroups()
    {
        var lines = ToolRun.Run("--help").Succeeded().OutputLines;

        var training = Array.IndexOf(lines, "Train and export:");

        Assert.That(lines[training + 1], Does.StartWith("  train "));
        Assert.That(lines[training + 5], Is.EqualTo("Examine files, models and rows:"));
    }

    [Test]
    public void Help_Export_FitsTwoScreensAndHasTheRestUnderAll()
    {
        var brief = ToolRun.Run("export", "--help").Succeeded().Output;
        var all = ToolRun.Run("export", "--help=all").Succeeded().Output;
        var options = CliReference.Verbs.Single(verb => verb.Name == "export").Options.Select(option => option.Name);

        Assert.That(brief.Split('\n'), Has.Length.LessThanOrEqualTo(50));
        Assert.That(brief, Does.Contain("more options: vaemlnet export --help=all").And.Not.Contain("--embed-above"));
        Assert.That(options, Is.All.Matches<string>(name => all.Contains($"  {name} ", StringComparison.Ordinal)));
    }

    [Test]
    public void Help_AsAVerb_IsThatOfTheOption()
    {
        Assert.That(ToolRun.Run("help").Succeeded().Output, Is.EqualTo(ToolRun.Run("--help").Output));
        Assert.That(ToolRun.Run("help", "score").Succeeded().Output, Is.EqualTo(ToolRun.Run("score", "--help").Output));
    }

    [TestCaseSource(nameof(Verbs))]
    public void Help_Verb_EndsWithExamples(string verb)
    {
        var lines = ToolRun.Run(verb, "--help").Succeeded().OutputLines;

        string[] examples = [.. lines.SkipWhile(line => line != "Examples:").Skip(1).Select(line => line.Trim())];

        Assert.That(examples, Is.Not.Empty.And.All.StartsWith($"vaemlnet {verb}"));
    }

    [TestCase("train", "--batch-size", "128")]
    [TestCase("train", "--epochs", "10")]
    [TestCase("export", "--epochs", "20")]
    [TestCase("train", "--learning-rate", "0.001")]
    [TestCase("score", "--kind", "negative-elbo")]
    [TestCase("export", "--out", "onnx/MODEL")]
    [TestCase("train", "--hidden", "400")]
    public void Help_Option_StatesItsDefault(string verb, string option, string defaultValue)
    {
        var help = string.Join(
            ' ',
            ToolRun
                .Run(verb, "--help=all")
                .Succeeded()
                .Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        );
        var line = help[help.IndexOf($" {option} ", StringComparison.Ordinal)..];

        Assert.That(line[..line.IndexOf(']', StringComparison.Ordinal)], Does.EndWith($"default: {defaultValue}"));
    }

    [Test]
    public void Run_NoVerb_ShowsTheHelp()
    {
        var help = ToolRun.Run("--help").Succeeded().Output;

        Assert.That(ToolRun.Run().Succeeded().Output, Is.EqualTo(help));
    }

    [TestCase("There is no verb 'teach'. See 'vaemlnet --help'.", "teach")]
    [TestCase("There is no verb 'inf'. Did you mean 'info'?", "inf", "onnx/m")]
    [TestCase("There is no verb 'trian'. Did you mean 'train'?", "trian", "--data=x.csv")]
    [TestCase("There is no verb 'synth'. Did you mean 'synthesize'?", "synth", "onnx/m")]
    [TestCase(
        "There is no option '--lable-column'. Did you mean '--label-column'? See 'vaemlnet train --help'.",
        "train",
        "--data=x.csv",
        "--lable-column=y"
    )]
    [TestCase("There is no option '--zzzz'. See 'vaemlnet train --help'.", "train", "--zzzz")]
    public void Run_UnknownName_SuggestsTheNearestOne(string message, params string[] line) =>
        ToolRun.Run(line).Failed(ExitCode.Usage, message);
}
