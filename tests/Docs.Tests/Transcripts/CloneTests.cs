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

        var first = DocPages.Page("README.md").Blocks.First(CodeBlockKindTests.IsShell);

        Assert.That(first.Purpose, Is.EqualTo("clone"));

        Type(first.Text);

        Assert.That(File.ReadAllText(folder["clone", "machines.html"]), Does.Contain("AUROC"));

        Type($"{CloneBlock("docs/guide/streams.md")}\nvaemlnet-worker --version");

        // A shell that runs a script expands no aliases otherwise.
        void Type(string commands) =>
            ProgramRun.Run("bash", folder["clone"], "-ec", $"shopt -s expand_aliases\n{commands}")!.Succeeded();
    }

    [Test]
    public void CloneCommands_OfTheQuickStart_AreThoseOfTheReadme() =>
        Assert.That(CloneBlock("README.md"), Does.StartWith(CloneBlock("docs/guide/01-quick-start.md")));

    private static string CloneBlock(string page) =>
        DocPages.Page(page).Blocks.First(block => block.Purpose == "clone").Text;
}
