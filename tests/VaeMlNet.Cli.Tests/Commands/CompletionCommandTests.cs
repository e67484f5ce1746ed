using System.Diagnostics;

namespace VaeMlNet.Cli.Tests;

/// <summary>The scripts of <c>vaemlnet completion</c>.</summary>
internal sealed class CompletionCommandTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [TestCase("vaemlnet exp", "export")]
    [TestCase("vaemlnet export --mod", "--model=")]
    [TestCase("vaemlnet export --model=det", "detector")]
    [TestCase("vaemlnet export --out=x --model=det", "detector")]
    [TestCase("vaemlnet score m --kind=", "marginal-likelihood negative-elbo reconstruction-error")]
    [TestCase("vaemlnet train --resu", "--resume")]
    [TestCase("vaemlnet score m --data=row", "rows.csv")]
    [TestCase("vaemlnet score mod", "model")]
    [TestCase("vaemlnet completion --he", "--help")]
    [Platform(Exclude = "Win", Reason = "it runs bash")]
    public void Completion_BashScript_CompletesInBash(string line, string expected)
    {
        folder.Write("rows.csv", "");
        Directory.CreateDirectory(folder["model"]);

        Assert.That(RunInBash(line, "$' \\n='"), Is.EqualTo(expected));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "it runs bash")]
    public void Completion_BashWhereTheSignDividesNoWords_RepliesTheWholeOption() =>
        Assert.That(RunInBash("vaemlnet export --model=det", "' '"), Is.EqualTo("--model=detector"));

    [TestCase("bash")]
    [TestCase("zsh")]
    [TestCase("fish")]
    [TestCase("powershell")]
    public void Completion_EachShell_HasEveryVerbAndOption(string shell)
    {
        var script = ToolRun.Run("completion", shell).Succeeded().Output;

        foreach (var verb in CliReference.Verbs)
        {
            Assert.That(script, Does.Contain(verb.Name));

            foreach (var option in verb.Options)
            {
                Assert.That(script, Does.Contain(shell == "fish" ? $"-l {option.Name[2..]}" : option.Name));
            }
        }

        Assert.That(script, Does.Contain("negative-elbo").And.Not.Contain("\r"));
    }

    [Test]
    public void Completion_UnknownShell_NamesTheKnownOnes() =>
        ToolRun.Run("completion", "tcsh").Failed(ExitCode.Usage, "'tcsh'", "bash", "zsh", "fish", "powershell");

    private string RunInBash(string line, string breaks)
    {
        var script = folder.Write("completion.bash", ToolRun.Run("completion", "bash").Succeeded().Output);
        ProcessStartInfo start = new("bash")
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("-c");
        // compopt works only while bash itself completes.
        start.ArgumentList.Add(
            $"source '{script}'; compopt() {{ :; }}; COMP_LINE='{line}'; COMP_POINT={line.Length}; COMP_WORDBREAKS={breaks}; _vaemlnet; echo \"${{COMPREPLY[*]}}\""
        );
        using var bash = Process.Start(start)!;
        var output = bash.StandardOutput.ReadToEndAsync();
        var error = bash.StandardError.ReadToEndAsync();

        Assert.That(Task.WaitAll([output, error, bash.WaitForExitAsync()], Patience), Is.True);
        Assert.That(error.Result, Is.Empty);

        return output.Result.TrimEnd('\n');
    }
}
