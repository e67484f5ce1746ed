namespace VaeMlNet.Data.Tests;

internal sealed class PictureFolderTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void ReadRows_SubfoldersWithGrayPictures_AreInOrderAndScaled()
    {
        Write("b/y.png", PictureBytes.Png(1, 2, 51, 255));
        Write("a/deep/z.PNG", PictureBytes.Png(1, 2, 0, 102));
        Write("x.png", PictureBytes.Png(1, 2, 153, 204));
        Write("notes.txt", [1]);

        var file = (PictureFolder)FeatureFile.Open(folder.Path);

        Assert.That(file.Names, Is.EqualTo(new[] { "a/deep/z.PNG", "b/y.png", "x.png" }));
        Assert.That(file.Labels, Is.EqualTo(new[] { "a", "b", "" }));
        Assert.That(file.ReadRows(), Is.EqualTo(new float[][] { [0, 0.4f], [0.2f, 1], [0.6f, 0.8f] }));
        Assert.That(file.ReadRows().Count(), Is.EqualTo(3), "a second pass starts again");
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "links need rights there")]
    public void Names_Links_AreThoseOfFilesOnly()
    {
        Write("a/x.png", PictureBytes.Png(1, 2, 0, 0));
        Write("other/y.png", PictureBytes.Png(1, 2, 0, 0));
        Directory.CreateSymbolicLink(folder["a", "parent"], folder.Path);
        Directory.CreateSymbolicLink(folder["b"], folder["other"]);
        File.CreateSymbolicLink(folder["a", "z.png"], folder["other", "y.png"]);

        var file = (PictureFolder)FeatureFile.Open(folder.Path);

        Assert.That(file.Names, Is.EqualTo(new[] { "a/x.png", "a/z.png", "other/y.png" }));
    }

    [Test]
    public void ReadRows_ColorWithAlpha_AreColorPlanesOnWhite()
    {
        Write("x.png", PictureBytes.Png(1, 2, 255, 51, 0, 255, 10, 20, 30, 0));

        var file = (PictureFolder)FeatureFile.Open(folder.Path);

        Assert.That(file.Shape, Is.EqualTo(new VaeImageShape(3, 1, 2)));
        Assert.That(file.ReadRows().Single(), Is.EqualTo(new[] { 1, 1, 0.2f, 1, 0, 1 }).Within(1e-6));
    }

    [Test]
    public void ReadRows_GrayWithAlpha_HasOneChannel()
    {
        Write("x.png", PictureBytes.Png(1, 2, 51, 255, 0, 51));

        Assert.That(FeatureFile.Open(folder.Path).ReadRows().Single(), Is.EqualTo(new[] { 0.2f, 0.8f }).Within(1e-6));
    }

    [Test]
    public void ReadRows_Jpeg_IsDecoded()
    {
        Write("x.jpeg", PictureBytes.Jpeg);

        var file = (PictureFolder)FeatureFile.Open(folder.Path);

        Assert.That(file.Shape, Is.EqualTo(new VaeImageShape(1, 8, 8)));
        Assert.That(
            file.ReadRows().Single(),
            Is.EqualTo(Enumerable.Repeat(PictureBytes.JpegLevel / 255f, 64)).Within(0.5 / 255)
        );
    }

    [Test]
    public void ReadRows_JpegOfFourColors_NeedsTheirNames()
    {
        Write("named/x.jpg", PictureBytes.JpegOfFourColors(isNamed: true));
        Write("unnamed/x.jpg", PictureBytes.JpegOfFourColors(isNamed: false));

        // Adobe stores inks inverted: 255 is none, and a level of a color is multiplied by that of black.
        Assert.That(
            FeatureFile.Open(folder["named"]).ReadRows().Single(),
            Is.All.EqualTo(MathF.Pow(PictureBytes.JpegLevel / 255f, 2)).Within(1 / 255f)
        );
        Assert.That(
            () => FeatureFile.Open(folder["unnamed"]),
            Throws.TypeOf<CommandException>().With.Message.Contains("x.jpg' is a JPEG file of four colors")
        );
    }

    // The letters of the stored picture "abc/def" as a viewer shows them (CIPA DC-008, table 6).
    [TestCase(0, "abc/def")]
    [TestCase(1, "abc/def")]
    [TestCase(2, "cba/fed")]
    [TestCase(3, "fed/cba")]
    [TestCase(4, "def/abc")]
    [TestCase(5, "ad/be/cf")]
    [TestCase(6, "da/eb/fc")]
    [TestCase(7, "fc/eb/da")]
    [TestCase(8, "cf/be/ad")]
    [TestCase(9, "abc/def")]
    public void ReadRows_Orientation_TurnsThePicture(int orientation, string expected)
    {
        byte[] Turned(bool isLittle) => PictureBytes.Chunk("eXIf", PictureBytes.Exif(orientation, isLittle));
        Write("gray/x.png", PictureBytes.Png(2, 3, 8, Turned(isLittle: true), [.. "abcdef"u8]));
        Write("color/x.png", PictureBytes.Png(2, 3, 8, Turned(isLittle: false), [.. "a..b..c..d..e..f.."u8]));

        var lines = expected.Split('/');
        foreach (var name in (string[])["gray", "color"])
        {
            var file = (PictureFolder)FeatureFile.Open(folder[name]);
            var letters = file.ReadRows().Single().Take(6).Select(value => (char)Math.Round(255 * value));

            Assert.That((file.Shape.Height, file.Shape.Width), Is.EqualTo((lines.Length, lines[0].Length)));
            Assert.That(string.Concat(letters), Is.EqualTo(string.Concat(lines)), name);
        }
    }

    [Test]
    public void ReadRows_JpegWithOrientation_IsTurned()
    {
        // Turned clockwise, the left half is above.
        Write("x.jpg", PictureBytes.JpegTurned(6));

        var file = (PictureFolder)FeatureFile.Open(folder.Path);
        var row = file.ReadRows().Single();

        Assert.That(file.Shape, Is.EqualTo(new VaeImageShape(1, 16, 8)));
        Assert.That(row[..64], Is.All.EqualTo(PictureBytes.JpegLevel / 255f).Within(0.5 / 255));
        Assert.That(row[64..], Is.All.EqualTo((PictureBytes.JpegLevel + 35) / 255f).Within(0.5 / 255));
    }

    [Test]
    public void ReadRows_GrayOf16Bits_KeepsThem()
    {
        Write("depth/x.png", PictureBytes.Png(2, 2, 16, [], [0, 0, 0, 1, 0x12, 0x34, 0xff, 0xff]));
        Write("alpha/x.png", PictureBytes.Png(1, 2, 16, [], [0x12, 0x34, 0xff, 0xff, 0x12, 0x34, 0, 0]));
        var transparent = PictureBytes.Chunk("tRNS", [0x12, 0x34]);
        Write("marked/x.png", PictureBytes.Png(1, 2, 16, transparent, [0x12, 0x34, 0x80, 0x80]));
        var text = PictureBytes.Chunk("tEXt", [.. "Comment\0without tRNS"u8]);
        Write("text/x.png", PictureBytes.Png(1, 2, 16, text, [0x12, 0x34, 0x80, 0x80]));
        Write("color/x.png", PictureBytes.Png(1, 1, 16, [], [0x12, 0x34, 0, 1, 0xff, 0xff]));

        float[] Row(string name) => FeatureFile.Open(folder[name]).ReadRows().Single();

        Assert.That(Row("depth"), Is.EqualTo(new[] { 0, 1 / 65535f, 0x1234 / 65535f, 1 }).Within(1e-7));
        Assert.That(Row("alpha"), Is.EqualTo(new[] { 0x1234 / 65535f, 1 }).Within(1e-7));
        Assert.That(Row("marked"), Is.EqualTo(new[] { 1, 0x80 / 255f }).Within(1e-7));
        Assert.That(Row("text"), Is.EqualTo(new[] { 0x1234 / 65535f, 0x8080 / 65535f }).Within(1e-7));
        Assert.That(Row("color"), Is.EqualTo(new[] { 0x12 / 255f, 0, 1 }).Within(1e-7));
    }

    [Test]
    public void ReadRows_GivenSize_AveragesAreasAndConvertsColors()
    {
        // Luma: 0.299 red, 0.587 green, 0.114 blue.
        Write("color.png", PictureBytes.Png(2, 2, 255, 0, 0, 0, 255, 0, 255, 0, 0, 0, 255, 0));
        Write("wide.png", PictureBytes.Png(1, 3, 0, 51, 255));

        var rows = FeatureFile.Open(folder.Path, shape: new(1, 1, 2)).ReadRows().ToArray();
        var colors = FeatureFile.Open(folder.Path, shape: new(3, 1, 1)).ReadRows().ToArray();

        Assert.That(rows[0], Is.EqualTo(new[] { 0.299f, 0.587f }).Within(1e-6));
        Assert.That(rows[1], Is.EqualTo(new[] { 0.2f / 3, (0.1f + 1) / 1.5f }).Within(1e-6));
        Assert.That(colors[0], Is.EqualTo(new[] { 0.5f, 0.5f, 0 }).Within(1e-6));
        Assert.That(colors[1], Is.EqualTo(Enumerable.Repeat(0.4f, 3)).Within(1e-6));
    }

    [Test]
    public void ReadRows_AnotherSizeThanTheFirst_NamesBothAndTheOption()
    {
        Write("a.png", PictureBytes.Png(1, 2, 0, 0));
        Write("b.png", PictureBytes.Png(1, 1, 0, 0, 0));

        Assert.That(
            () => FeatureFile.Open(folder.Path).ReadRows().Count(),
            Throws
                .TypeOf<CommandException>()
                .With.Message.Contains("b.png' is a picture of 1x1x3")
                .And.Message.Contains("'a.png', is one of 1x2")
                .And.Message.Contains("--image=1x2")
        );
    }

    [TestCase("x.png", 43, "ends after 43 bytes, inside the chunk at byte 33")]
    [TestCase("x.png", 20, "inside the chunk at byte 8")]
    [TestCase("x.jpg", 139, "ends after 139 bytes, without the end of its picture")]
    [TestCase("x.jpg", 50, "ends after 50 bytes")]
    [TestCase("x.jpg", 0, "it is empty")]
    public void Open_FileThatWasCutOff_NamesItAndThePlace(string name, int length, string fact)
    {
        var whole = name.EndsWith(".png", StringComparison.Ordinal)
            ? PictureBytes.Png(4, 4, [.. Enumerable.Range(0, 16).Select(i => (byte)(i * 15))])
            : PictureBytes.Jpeg;
        Write(name, whole[..length]);

        Assert.That(
            () => FeatureFile.Open(folder.Path),
            Throws.TypeOf<CommandException>().With.Message.Contains(name).And.Message.Contains(fact)
        );
    }

    [Test]
    public void Open_PixelsThatWereChanged_NamesTheChunk()
    {
        var bytes = PictureBytes.Png(2, 2, 1, 2, 3, 4);
        bytes[45] ^= 1;
        Write("x.png", bytes);

        Assert.That(
            () => FeatureFile.Open(folder.Path),
            Throws.TypeOf<CommandException>().With.Message.Contains("the checksum of the chunk at byte 33 does not")
        );
    }

    [Test]
    public void Open_AnotherFormat_NamesItsFirstBytes()
    {
        Write("x.png", [.. "GIF89a"u8]);

        Assert.That(
            () => FeatureFile.Open(folder.Path),
            Throws
                .TypeOf<CommandException>()
                .With.Message.Contains("x.png' is not a PNG or JPEG file: it starts with 47494638")
        );
    }

    [Test]
    public void Open_HeaderOfManyPixels_IsRefusedBeforeTheyAreInMemory()
    {
        Write("x.png", PictureBytes.Png(5_000, 5_000));

        Assert.That(
            () => FeatureFile.Open(folder.Path),
            Throws.TypeOf<CommandException>().With.Message.Contains("5000 x 5000 pixels")
        );
    }

    [Test]
    public void Open_Columns_AreRefusedExceptTheLabel()
    {
        Write("x.png", PictureBytes.Png(1, 1, 0));

        Assert.That(
            () => FeatureFile.Open(folder.Path, new(["a"], [])),
            Throws.TypeOf<CommandException>().With.Message.Contains("--columns")
        );
        Assert.That(FeatureFile.Open(folder.Path, new(null, ["label"])).Width, Is.EqualTo(1));
    }

    [Test]
    public void IsFolder_TablesBesideSubfolders_IsNoFolderOfPictures()
    {
        Write("plots/x.png", PictureBytes.Png(1, 1, 0));

        Assert.That(PictureFolder.IsFolder(folder.Path), Is.True);

        Write("rows.csv", [.. "a\n1\n"u8]);

        Assert.That(PictureFolder.IsFolder(folder.Path), Is.False);
        Assert.That(PictureFolder.IsFolder(folder["rows.csv"]), Is.False);
    }

    [Test]
    public void ToTable_NamesWithCommas_AreReadAgain()
    {
        Write("a,b/x \"1\".png", PictureBytes.Png(1, 1, 0));

        var table = PictureFolder.Open(folder.Path, null).ToTable();

        Assert.That(table.Header, Is.EqualTo(new[] { "file", "label" }));
        Assert.That(
            table.ReadRecords().Select(record => (table.Text(record, 0), table.Text(record, 1))),
            Is.EqualTo(new[] { ("a,b/x \"1\".png", "a,b") })
        );
    }

    private void Write(string name, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
        File.WriteAllBytes(folder[name], bytes);
    }
}
