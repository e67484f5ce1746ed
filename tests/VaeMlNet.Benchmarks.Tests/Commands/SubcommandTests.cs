using System.CommandLine;
using System.Text.RegularExpressions;

namespace VaeMlNet.Benchmarks.Tests;

internal sealed class SubcommandTests
{
    private static readonly RootCommand Root = Subcommands.CreateRoot();

    private static IEnumerable<string> Names =>
        Root.Subcommands.Where(command => !command.Hidden).Select(command => command.Name);

    [Test]
    public void BuildScript_FilterAndTargets_AreTheSubcommands()
    {
        var script = File.ReadAllText(Repository.PathOf("build.cake"));
        var filters = Regex.Match(script, "--filter=([a-z|-]+)").Groups[1].Value.Split('|');

        Assert.That(
            filters
                .Append("anomaly")
                .Append(TablesProtocolRun.Name)
                .Append(PlantedRun.Name)
                .Append(SeriesProtocolRun.Name),
            Is.EquivalentTo(Names)
        );
    }

    [TestCaseSource(nameof(Names))]
    public void Parse_ASubcommandWithDefaults_HasNoErrors(string name)
    {
        string[] required = name == "anomaly" ? ["--data=folder"] : [];

        Assert.That(Root.Parse([name, .. required]).Errors, Is.Empty);
    }

    [TestCase("encode", "--epochs=3")]
    [TestCase("soak", "--mnist=folder")]
    [TestCase("scale", "--rounds=7")]
    public void Parse_AnOptionOfAnotherSubcommand_IsRefused(string name, string option) =>
        Assert.That(Root.Parse([name, option]).Errors.Select(error => error.Message), Has.Some.Contains(option));

    [TestCase("train", "--only=none", "'none'")]
    [TestCase("models", "--seeds=1,x", "'1,x'")]
    [TestCase("encode", "--rounds=5", "--rounds is 5, expected at least 7")]
    [TestCase("train", "--rows=0", "--rows is 0, expected at least 1")]
    [TestCase("score", "--mnist=none", "--mnist is 'none', which is not a folder")]
    [TestCase("score", "--model=none", "--model is 'none', which is not a folder")]
    public void Parse_AWrongValue_IsNamed(string name, string option, string fact) =>
        Assert.That(Root.Parse([name, option]).Errors.Select(error => error.Message), Has.Some.Contains(fact));

    [Test]
    [NonParallelizable]
    public void Invoke_MnistIsMissing_SaysWhatToDo([Values("encode", "train")] string name)
    {
        using var folder = new TemporaryFolder();
        var errors = new StringWriter();
        var before = Console.Error;
        Console.SetError(errors);
        try
        {
            Assert.That(Root.Parse([name, $"--mnist={folder.Path}"]).Invoke(), Is.EqualTo(1));
        }
        finally
        {
            Console.SetError(before);
        }

        Assert.That(
            errors.ToString(),
            Does.StartWith($"There is no '{Path.Combine(folder.Path, "train-images-idx3-ubyte")}'. Run dotnet cake")
        );
    }

    [Test]
    public void Parse_Lists_AreSplitAtCommas()
    {
        var parse = Root.Parse(["models", "--seeds=1,2,3", $"--only={ModelsBenchmark.SectionNames[0]}"]);

        Assert.That(parse.Errors, Is.Empty);
        Assert.That(parse.GetValue<int[]>("--seeds"), Is.EqualTo(new[] { 1, 2, 3 }));
        Assert.That(parse.GetValue<string[]>("--only"), Is.EqualTo(new[] { ModelsBenchmark.SectionNames[0] }));
        Assert.That(Root.Parse(["models"]).GetValue<string[]>("--only"), Is.Empty);
    }
}
