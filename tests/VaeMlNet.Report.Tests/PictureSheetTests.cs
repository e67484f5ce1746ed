namespace VaeMlNet.Report.Tests;

internal sealed class PictureSheetTests
{
    [Test]
    public void Draw_TinyImages_EnlargesThemByAWholeNumber()
    {
        // 64 images of 8 x 8 pixels: 8 side by side, each pixel 15 x 15.
        var sheet = new PictureSheet(new(1, 8, 8), perLine: 8) { Title = "digits" }.Draw(new float[64 * 64]);

        Assert.That(sheet.Width, Is.InRange(960, 1020));
        Assert.That(sheet.Height, Is.GreaterThan(sheet.Width), "a square of images below a title");
    }

    [Test]
    public void Draw_WithLabels_WritesThemOutsideTheImages()
    {
        var images = new float[4 * 16];
        Array.Fill(images, 0.5f);

        var bare = new PictureSheet(new(1, 4, 4), perLine: 2) { Title = "x" }.Draw(images);
        var labeled = new PictureSheet(new(1, 4, 4), perLine: 2)
        {
            Title = "x",
            LineLabels = ["1", "3"],
            Captions = ["a", "b", "c", "d"],
        }.Draw(images);

        Assert.That(labeled.Width, Is.GreaterThan(bare.Width));
        Assert.That(labeled.Height, Is.GreaterThan(bare.Height));
        Assert.That(labeled.Pixels.Count(p => p == 128), Is.EqualTo(bare.Pixels.Count(p => p == 128)), "whole images");
        Assert.That(labeled.Pixels.Count(p => p == 32), Is.GreaterThan(bare.Pixels.Count(p => p == 32)), "more ink");
    }

    [Test]
    public void Draw_LongTitle_WrapsIt()
    {
        var images = new float[16];
        PixelImage Draw(string title) => new PictureSheet(new(1, 4, 4), perLine: 1) { Title = title }.Draw(images);

        var one = Draw("short");
        var several = Draw(string.Join(' ', Enumerable.Repeat("longer", 20)));

        Assert.That(several.Width, Is.EqualTo(one.Width));
        Assert.That(several.Height, Is.GreaterThan(one.Height));
    }

    [Test]
    public void Draw_ColorImages_KeepsTheirColors()
    {
        float[] red = [1, 0, 0];

        var sheet = new PictureSheet(new(3, 1, 1), perLine: 1) { Title = "red" }.Draw(red);

        var isRed = sheet.Pixels.Chunk(3).Count(pixel => pixel is [255, 0, 0]);

        Assert.That(isRed, Is.EqualTo(16 * 16));
    }

    [TestCase("I", 11)]
    [TestCase("é", 10, Description = "a question mark")]
    [TestCase(" ", 0)]
    public void Write_Letter_HasTheDotsOfItsGlyph(string letter, int dots)
    {
        var image = PixelImage.Filled(5, 8, 1, 255);

        PixelFont.Write(image, letter, 0, 0, scale: 1, gray: 0);

        Assert.That(image.Pixels.Count(pixel => pixel == 0), Is.EqualTo(dots));
    }

    [Test]
    public void Write_BeyondTheEdge_LeavesItOut()
    {
        var image = PixelImage.Filled(5, 8, 1, 255);

        Assert.That(() => PixelFont.Write(image, "WWW", -3, -2, scale: 2, gray: 0), Throws.Nothing);
    }
}
