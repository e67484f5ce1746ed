namespace VaeMlNet.Report;

/// <summary>Images side by side, as one PNG within the page.</summary>
/// <param name="Source">The picture as a <c>data:</c> address.</param>
/// <param name="Width">Its pixels in a row.</param>
/// <param name="Height">Its rows of pixels.</param>
internal sealed record PictureGrid(string Source, int Width, int Height)
{
    // Fewer grays make the file half as large, and nobody sees it.
    private const int Grays = 15;

    /// <summary>Lays out images of a layout's size, small enough for a section.</summary>
    /// <param name="images">The images, in [0, 1] (others are clipped).</param>
    /// <param name="size">Pixel rows and columns of each.</param>
    /// <param name="perLine">How many are side by side.</param>
    public static PictureGrid OfSection(IEnumerable<float[]> images, (int Height, int Width) size, int perLine)
    {
        Thumbnail[] small =
        [
            .. images.Select(image => Thumbnail.Of(image, size.Height, size.Width, Thumbnail.SectionEdge)),
        ];
        return Of(small.Select(image => image.Pixels), (small[0].Height, small[0].Width), perLine);
    }

    /// <summary>Lays out images as they are.</summary>
    public static PictureGrid Of(IEnumerable<float[]> images, (int Height, int Width) size, int perLine)
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
