namespace VaeMlNet.OnnxExport.Tests;

public class WholeFileTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void MakeFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Write_DiskFillsUpHalfway_KeepsTheOldFileAndNoOther()
    {
        File.WriteAllText(folder["model.onnx"], "old");

        var error = Assert.Throws<OnnxExportException>(() =>
            WholeFile.Write(
                folder["model.onnx"],
                "ONNX model",
                stream =>
                {
                    stream.Write(new byte[100_000]);
                    throw new IOException("No space left on device.");
                }
            )
        );

        Assert.That(error.Message, Does.Contain(folder["model.onnx"]).And.Contain("No space left on device."));
        Assert.That(error.InnerException, Is.TypeOf<IOException>());
        Assert.That(folder.Entries, Is.EqualTo(["model.onnx"]));
        Assert.That(File.ReadAllText(folder["model.onnx"]), Is.EqualTo("old"));
    }

    [Test]
    public void Write_ErrorOfTheCaller_PassesThroughAndLeavesNothing()
    {
        Assert.Throws<InvalidTimeZoneException>(() =>
            WholeFile.Write(folder["model.onnx"], "ONNX model", _ => throw new InvalidTimeZoneException())
        );
        Assert.That(folder.Entries, Is.Empty);
    }

    [Test]
    public void Write_ExistingFile_IsReplacedWhole()
    {
        File.WriteAllText(folder["t.pb"], "something longer");
        WholeFile.Write(folder["t.pb"], "ONNX tensor", stream => stream.WriteByte(7));

        Assert.That(File.ReadAllBytes(folder["t.pb"]), Is.EqualTo([7]));
        Assert.That(folder.Entries, Is.EqualTo(["t.pb"]));
    }

    [Test]
    public void Write_MissingFolder_SaysWhichToCreate()
    {
        var error = Assert.Throws<OnnxExportException>(() => Write(folder["missing/model.onnx"]));

        Assert.That(error.Message, Does.Contain($"'{folder["missing"]}' does not exist"));
    }

    [Test]
    public void Write_PathOfAFolder_IsRefused()
    {
        var error = Assert.Throws<OnnxExportException>(() => Write(folder.Path));

        Assert.That(error.Message, Does.Contain("that is a folder"));
    }

    [Test]
    [Platform("Linux", Reason = "/proc is a folder nobody can write to, not even root.")]
    public void Write_UnwritableFolder_NamesThePath()
    {
        var error = Assert.Throws<OnnxExportException>(() => Write("/proc/model.onnx"));

        Assert.That(error.Message, Does.Contain("'/proc/model.onnx'").And.Contain("choose another folder"));
        Assert.That(error.InnerException, Is.Not.Null);
    }

    private static void Write(string path) => WholeFile.Write(path, "ONNX model", stream => stream.WriteByte(1));
}
