namespace VaeMlNet.Report;

/// <summary>Images side by side, as one PNG file inside the page.</summary>
/// <param name="Source">The PNG file as a <c>data:</c> URL.</param>
/// <param name="Width">The number of pixels in a row.</param>
/// <param name="Height">The number of pixel rows.</param>
internal sealed record PictureGrid(string Source, int Width, int Height)
{
    // Fewer levels halve the size of the file, and the difference is not visible.
    private const int Levels = 15;

    /// <summary>Lays out images, scaled down for a section.</summary>
    /// <param name="images">The images, with values in [0, 1]. Other values are clipped.</param>
    /// <param name="shape">The shape of each image.</param>
    /// <param name="perLine">The number of images side by side.</param>
    public static PictureGrid CreateScaled(IEnumerable<float[]> images, PictureShape shape, int perLine) =>
        Create(
            images.Select(image => Thumbnail.Shrink(image, shape, Thumbnail.SectionEdge).Pixels),
            Thumbnail.ShapeOf(shape, Thumbnail.SectionEdge),
            perLine
        );

    /// <summary>Lays out images without scaling them.</summary>
    public static PictureGrid Create(IEnumerable<float[]> images, PictureShape shape, int perLine)
    {
        float[] pixels =
        [
            .. images.SelectMany(image => image).Select(p => MathF.Round(Levels * Math.Clamp(p, 0, 1)) / Levels),
        ];
        var grid = ImageGrid.Draw(pixels, shape, perLine);
        using MemoryStream png = new();
        grid.WritePng(png);
        return new($"data:image/png;base64,{Convert.ToBase64String(png.ToArray())}", grid.Width, grid.Height);
    }
}
