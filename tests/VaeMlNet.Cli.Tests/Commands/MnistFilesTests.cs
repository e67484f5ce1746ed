using System.Security.Cryptography;

namespace VaeMlNet.Cli.Tests;

internal sealed class MnistFilesTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Verify_OtherContent_NamesFileExpectedAndActual()
    {
        byte[] content = [1, 2, 3];
        foreach (var name in MnistFiles.Sha256.Keys)
        {
            folder.Write(name, content);
        }

        Assert.That(
            () => MnistFiles.Verify(folder.Path),
            Throws
                .TypeOf<CommandException>()
                .With.Message.Contains("train-images-idx3-ubyte")
                .And.Message.Contains("ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db")
                .And.Message.Contains(Convert.ToHexStringLower(SHA256.HashData(content)))
        );
    }

    [Test]
    public void Train_FilesAreNotMnist_NamesFileAndSum()
    {
        foreach (var name in MnistFiles.Sha256.Keys)
        {
            folder.Write(name, "not MNIST");
        }

        ToolRun
            .Run("train", $"--mnist={folder.Path}", $"--out={folder["out"]}")
            .Failed(1, "train-images-idx3-ubyte", MnistFiles.Sha256[MnistFiles.TrainImages]);

        Assert.That(Directory.Exists(folder["out"]), Is.False);
    }

    [Test]
    public void Find_FolderLacksAFile_NamesFolderFileAndOption()
    {
        folder.Write(MnistFiles.TrainImages, "");
        folder.Write(MnistFiles.TrainLabels, "");
        folder.Write(MnistFiles.TestImages, "");

        Assert.That(
            () => MnistFiles.Find(folder.Path),
            Throws
                .TypeOf<CommandException>()
                .With.Message.Contains(folder.Path)
                .And.Message.Contains("missing t10k-labels-idx1-ubyte")
                .And.Message.Contains("--mnist")
        );
    }

    [Test]
    public void Find_FolderWithAllFour_ReturnsIt()
    {
        foreach (var name in MnistFiles.Sha256.Keys)
        {
            folder.Write(name, "");
        }

        Assert.That(MnistFiles.Find(folder.Path), Is.EqualTo(folder.Path));
    }
}
