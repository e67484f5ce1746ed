namespace VaeMlNet.Report.Tests;

internal sealed class ImageGridTests
{
    [Test]
    public void Draw_ThreeImagesInTwoColumns_PlacesThemInReadingOrder()
    {
        // 1 x 2 pixels each: white-black, black-white, gray-gray.
        var grid = ImageGrid.Draw([1, 0, 0, 1, 0.5f, 0.5f], height: 1, width: 2, columns: 2);

        Assert.That((grid.Width, grid.Height), Is.EqualTo((2 * 2 + 3 * 2, 2 * 1 + 3 * 2)));
        Assert.That(Row(grid, 2), Is.EqualTo(new byte[] { 64, 64, 255, 0, 64, 64, 0, 255, 64, 64 }));
        Assert.That(Row(grid, 5), Is.EqualTo(new byte[] { 64, 64, 128, 128, 64, 64, 64, 64, 64, 64 }));
    }

    [Test]
    public void Draw_ValuesOutsideTheRange_AreClipped()
    {
        var grid = ImageGrid.Draw([-3, 7], height: 1, width: 2, columns: 1);

        Assert.That(Row(grid, 2)[2..4], Is.EqualTo(new byte[] { 0, 255 }));
    }

    private static byte[] Row(GrayImage image, int y) => image.Pixels[(y * image.Width)..((y + 1) * image.Width)];
}
