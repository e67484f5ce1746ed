using System.IO.Compression;

namespace VaeMlNet.Tests;

public sealed class ModelArchiveTests
{
    private static readonly string[] Folders = [TinyModel.Gaussian.Folder, TinyTable.Folder];

    [Test]
    public void Open_Zip_EqualsTheFolder(
        [ValueSource(nameof(Folders))] string folder,
        [Values("", "model/")] string prefix,
        [Values] bool canSeek
    )
    {
        using Stream zip = canSeek ? Zip(folder, prefix) : new DownloadStream(Zip(folder, prefix));
        using var expected = VaeModel.Open(folder);

        using var model = VaeModel.Open(zip);

        Assert.That(model.Verify().Passed, Is.True);
        Assert.That(model.Manifest.Name, Is.EqualTo(expected.Manifest.Name));
        Assert.That(model.Decode(new float[model.LatentDim]), Is.EqualTo(expected.Decode(new float[model.LatentDim])));
        Assert.That(model.Folder, Is.EqualTo("zip archive"));
    }

    [Test]
    public void Open_Zip_DoesNotDisposeTheStream()
    {
        using var zip = Zip(TinyModel.Gaussian.Folder);

        VaeModel.Open(zip).Dispose();

        Assert.That(zip.CanRead, Is.True);
    }

    private static IEnumerable<TestCaseData> Damages()
    {
        static TestCaseData Case(string name, Action<ZipArchive> damage, string message) =>
            new TestCaseData(damage, message).SetArgDisplayNames(name);

        yield return Case(
            "sum",
            zip => Rewrite(zip, "scorer.onnx", bytes => bytes[^1] ^= 1),
            "is damaged or was changed: scorer.onnx"
        );
        yield return Case("missing", zip => zip.GetEntry("encoder.onnx")!.Delete(), "encoder.onnx is missing");
        yield return Case("no sums", zip => zip.GetEntry("SHA256SUMS")!.Delete(), "SHA256SUMS is missing");
        yield return Case("unlisted", zip => Write(zip, "notes.txt", [1]), "notes.txt is not listed");
        yield return Case("outside", zip => Write(zip, "../evil.txt", [1]), "../evil.txt is not listed");
        yield return Case("twice", zip => Write(zip, "manifest.json", [1]), "has it twice");
        yield return Case("empty file", zip => Write(zip, "empty", []), "empty is empty");
        yield return Case("too large", zip => Write(zip, "calibration.json", new byte[3 << 20]), "3,145,728 bytes");
    }

    [TestCaseSource(nameof(Damages))]
    public void Open_BadZip_FailsWithTheFile(Action<ZipArchive> damage, string message)
    {
        using var zip = Zip(TinyModel.Gaussian.Folder);
        using (ZipArchive archive = new(zip, ZipArchiveMode.Update, leaveOpen: true))
        {
            damage(archive);
        }

        zip.Position = 0;

        Assert.That(
            () => VaeModel.Open(zip),
            Throws.TypeOf<VaeModelException>().With.Message.Contains("'zip archive'").And.Message.Contains(message)
        );
    }

    [Test]
    public void Open_EachByteOfTheHeadersChanged_OpensTheModelOrSaysWhatIsWrong()
    {
        var original = Zip(TinyModel.Gaussian.Folder).ToArray();
        var random = new Random(1);
        var refused = 0;
        for (var i = 0; i < 500; i++)
        {
            var bytes = (byte[])original.Clone();
            // The directory of the archive is at its end.
            bytes[^random.Next(1, i % 2 == 0 ? 1000 : bytes.Length)] = (byte)random.Next(256);
            try
            {
                using var model = VaeModel.Open(new MemoryStream(bytes));
            }
            catch (VaeModelException)
            {
                refused++;
            }
        }

        Assert.That(refused, Is.GreaterThan(100).And.LessThan(500));
    }

    [Test]
    public void Open_Truncated_FailsWithTheArchive([Values(0, 10, 1000)] int length)
    {
        var bytes = Zip(TinyModel.Gaussian.Folder).ToArray();

        Assert.That(
            () => VaeModel.Open(new MemoryStream(bytes[..length])),
            Throws.TypeOf<VaeModelException>().With.Message.Contains("reading the zip archive failed")
        );
    }

    private static MemoryStream Zip(string folder, string prefix = "")
    {
        MemoryStream zip = new();
        using (ZipArchive archive = new(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var file in ChecksumFile.RelativeFiles(folder))
            {
                Write(archive, prefix + file, File.ReadAllBytes(Path.Combine(folder, file)));
            }
        }

        zip.Position = 0;
        return zip;
    }

    private static void Write(ZipArchive archive, string name, byte[] bytes)
    {
        using var stream = archive.CreateEntry(name).Open();
        stream.Write(bytes);
    }

    private static void Rewrite(ZipArchive archive, string name, Action<byte[]> change)
    {
        var entry = archive.GetEntry(name)!;
        using MemoryStream bytes = new();
        using (var stream = entry.Open())
        {
            stream.CopyTo(bytes);
        }

        entry.Delete();
        var changed = bytes.ToArray();
        change(changed);
        Write(archive, name, changed);
    }

    /// <summary>A stream that is read once, from its begin to its end.</summary>
    private sealed class DownloadStream(Stream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
