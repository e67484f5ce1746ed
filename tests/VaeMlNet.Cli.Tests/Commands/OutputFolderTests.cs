namespace VaeMlNet.Cli.Tests;

internal sealed class OutputFolderTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void CheckModel_FolderWithOtherThings_IsRefused()
    {
        folder.Write("thesis.txt", "");
        folder.Write("manifest.json", "{}");

        Assert.That(
            () => OutputFolder.CheckModel(folder.Path),
            Throws.TypeOf<VaeModelException>().With.Message.Contains("SHA256SUMS").And.Message.Contains(folder.Path)
        );
        Assert.That(() => OutputFolder.CheckModel(folder["new"]), Throws.Nothing);
    }

    [Test]
    public void CheckCheckpoint_FolderWithOtherThings_IsRefused()
    {
        folder.Write("thesis.txt", "");

        Assert.That(
            () => OutputFolder.CheckCheckpoint(folder.Path),
            Throws.TypeOf<VaeModelException>().With.Message.Contains("thesis.txt").And.Message.Contains(folder.Path)
        );
        Assert.That(() => OutputFolder.CheckCheckpoint(folder["new"]), Throws.Nothing);
    }

    [Test]
    public void CheckModel_FileInItsPlace_IsRefused()
    {
        var file = folder.Write("x", "");

        Assert.That(
            () => OutputFolder.CheckModel(file),
            Throws.TypeOf<VaeModelException>().With.Message.Contains("it is a file")
        );
    }
}
