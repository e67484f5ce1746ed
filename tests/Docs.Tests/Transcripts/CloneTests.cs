namespace VaeMlNet.Docs.Tests;

/// <summary>The first commands of the README, typed in a new clone.</summary>
[Category("Long")]
[Platform(Exclude = "Win", Reason = "the commands are those of a Unix shell")]
public sealed class CloneTests
{
    [Test]
    public void FirstCommands_OfTheReadme_WorkInAClone()
    {
        using TemporaryFolder folder = new();
        if (ProgramRun.Run("git", null, "clone", "--quiet", Repository.Root, folder["clone"]) is not { ExitCode: 0 })
        {
            Assert.Ignore("This folder is no git repository, so it was not cloned.");
        }

        var block = DocPages.Page("README.md").Blocks.First(CodeBlockKindTests.IsShell);
        Assert.That(block.Purpose, Is.EqualTo("clone"));

        // A shell that runs a script expands no aliases otherwise.
        ProgramRun.Run("bash", folder["clone"], "-ec", $"shopt -s expand_aliases\n{block.Text}")!.Succeeded();

        Assert.That(File.ReadAllText(folder["clone", "machines.html"]), Does.Contain("AUROC"));
    }

    [Test]
    public void CloneCommands_OfTheQuickStart_AreThoseOfTheReadme()
    {
        var readme = DocPages.Page("README.md").Blocks.First(block => block.Purpose == "clone").Text;
        var quickStart = DocPages
            .Page("docs/guide/01-quick-start.md")
            .Blocks.First(block => block.Purpose == "clone")
            .Text;

        Assert.That(readme, Does.StartWith(quickStart));
    }
}
