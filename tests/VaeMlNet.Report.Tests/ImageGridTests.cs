namespace VaeMlNet.Report.Tests;

internal sealed class ImageGridTests
{
    [Test]
    public void Draw_ThreeImagesInTwoColumns_PlacesThemInReadingOrder()
    {
        // 1 x 2 pixels each: white-black, black-white, gray-gray.
        var grid = ImageGrid.Draw([1, 0, 0, 1, 0.5f, 0.5f], new(1, 1, 2), columns: 2);

        Assert.That((grid.Width, grid.Height), Is.EqualTo((2 * 2 + 3 * 2, 2 * 1 + 3 * 2)));
        Assert.That(Row(grid, 2), Is.EqualTo(new byte[] { 64, 64, 255, 0, 64, 64, 0, 255, 64, 64 }));
        Assert.That(Row(grid, 5), Is.EqualTo(new byte[] { 64, 64, 128, 128, 64, 64, 64, 64, 64, 64 }));
    }

    [Test]
    public void Draw_ValuesOutsideTheRange_AreClipped()
    {
        var grid = ImageGrid.Draw([-3, 7], new(1, 1, 2), columns: 1);

        Assert.That(Row(grid, 2)[2..4], Is.EqualTo(new byte[] { 0, 255 }));
    }

    [Test]
    public void Draw_LargerScale_RepeatsEachPixel()
    {
        var grid = ImageGrid.Draw([1, 0], new(1, 1, 2), columns: 1, scale: 3);

        Assert.That((grid.Width, grid.Height), Is.EqualTo((6 + 4, 3 + 4)));
        Assert.That(Row(grid, 2), Is.EqualTo(new byte[] { 64, 64, 255, 255, 255, 0, 0, 0, 64, 64 }));
        Assert.That(Row(grid, 4), Is.EqualTo(Row(grid, 2)));
    }

    [Test]
    public void Draw_ColorImage_InterleavesItsChannels()
    {
        // One pixel: red 1, green 0.5, blue 0.
        var grid = ImageGrid.Draw([1, 0.5f, 0], new(3, 1, 1), columns: 1);

        Assert.That(grid.Channels, Is.EqualTo(3));
        Assert.That(grid.Pixels[(((2 * grid.Width) + 2) * 3)..][..3], Is.EqualTo(new byte[] { 255, 128, 0 }));
        Assert.That(grid.Pixels[..3], Is.EqualTo(new byte[] { 64, 64, 64 }));
    }

    private static byte[] Row(PixelImage image, int y) => image.Pixels[(y * image.Width)..((y + 1) * image.Width)];
}
