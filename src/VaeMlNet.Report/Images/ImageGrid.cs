namespace VaeMlNet.Report;

/// <summary>Lays out small images of one size as a grid with a thin line between them.</summary>
internal static class ImageGrid
{
    private const int Gap = 2;
    private const byte GapGrey = 64;

    /// <summary>Draws images left to right, then top to bottom.</summary>
    /// <param name="images">Row-major, [N, height * width]; values outside [0, 1] are clipped.</param>
    /// <param name="height">Pixel rows of an image.</param>
    /// <param name="width">Pixel columns of an image.</param>
    /// <param name="columns">Images side by side.</param>
    public static GreyImage Draw(ReadOnlySpan<float> images, int height, int width, int columns)
    {
        var count = images.Length / (height * width);
        var rows = (count + columns - 1) / columns;
        var pitchX = width + Gap;
        var pitchY = height + Gap;
        GreyImage grid = new(
            columns * pitchX + Gap,
            rows * pitchY + Gap,
            new byte[(columns * pitchX + Gap) * (rows * pitchY + Gap)]
        );
        Array.Fill(grid.Pixels, GapGrey);
        for (var i = 0; i < count; i++)
        {
            var image = images.Slice(i * height * width, height * width);
            Place(image, width, grid, Gap + i % columns * pitchX, Gap + i / columns * pitchY);
        }

        return grid;
    }

    private static void Place(ReadOnlySpan<float> image, int width, GreyImage grid, int left, int top)
    {
        for (var i = 0; i < image.Length; i++)
        {
            var target = (top + i / width) * grid.Width + left + i % width;
            grid.Pixels[target] = (byte)MathF.Round(255 * Math.Clamp(image[i], 0, 1));
        }
    }
}
