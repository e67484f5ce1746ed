namespace VaeMlNet.Report;

/// <summary>Images side by side, as one PNG file inside the page.</summary>
/// <param name="Source">The PNG file as a <c>data:</c> URL.</param>
/// <param name="Width">The number of pixels in a row.</param>
/// <param name="Height">The number of pixel rows.</param>
internal sealed record PictureGrid(string Source, int Width, int Height)
{
    // Fewer gray levels halve the size of the file, and the difference is not visible.
    private const int Grays = 15;

    /// <summary>Lays out images, scaled down for a section.</summary>
    /// <param name="images">The images, with values in [0, 1]. Other values are clipped.</param>
    /// <param name="size">The number of pixel rows and columns of each image.</param>
    /// <param name="perLine">The number of images side by side.</param>
    public static PictureGrid CreateScaled(IEnumerable<float[]> images, (int Height, int Width) size, int perLine)
    {
        Thumbnail[] small =
        [
            .. images.Select(image => Thumbnail.Shrink(image, size.Height, size.Width, Thumbnail.SectionEdge)),
        ];
        return Create(small.Select(image => image.Pixels), (small[0].Height, small[0].Width), perLine);
    }

    /// <summary>Lays out images without scaling them.</summary>
    public static PictureGrid Create(IEnumerable<float[]> images, (int Height, int Width) size, int perLine)
    {
        float[] pixels =
        [
            .. images.SelectMany(image => image).Select(p => MathF.Round(Grays * Math.Clamp(p, 0, 1)) / Grays),
        ];
        var grid = ImageGrid.Draw(pixels, size.Height, size.Width, perLine);
        using MemoryStream png = new();
        PngWriter.Write(grid, png);
        return new($"data:image/png;base64,{Convert.ToBase64String(png.ToArray())}", grid.Width, grid.Height);
    }
}
