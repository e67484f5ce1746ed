namespace VaeMlNet.Report;

/// <summary>Lays out small images of one size as a grid, with a thin line between them.</summary>
internal static class ImageGrid
{
    private const int Gap = 2;
    private const byte GapGray = 64;

    /// <summary>Draws images from left to right, then from top to bottom.</summary>
    /// <param name="images">The images, [N, height * width], row-major. Values outside [0, 1] are clipped.</param>
    /// <param name="height">The number of pixel rows of an image.</param>
    /// <param name="width">The number of pixel columns of an image.</param>
    /// <param name="columns">The number of images side by side.</param>
    public static GrayImage Draw(ReadOnlySpan<float> images, int height, int width, int columns)
    {
        var count = images.Length / (height * width);
        var rows = (count + columns - 1) / columns;
        var pitchX = width + Gap;
        var pitchY = height + Gap;
        GrayImage grid = new(
            columns * pitchX + Gap,
            rows * pitchY + Gap,
            new byte[(columns * pitchX + Gap) * (rows * pitchY + Gap)]
        );
        Array.Fill(grid.Pixels, GapGray);
        for (var i = 0; i < count; i++)
        {
            var image = images.Slice(i * height * width, height * width);
            Place(image, width, grid, Gap + i % columns * pitchX, Gap + i / columns * pitchY);
        }

        return grid;
    }

    private static void Place(ReadOnlySpan<float> image, int width, GrayImage grid, int left, int top)
    {
        for (var i = 0; i < image.Length; i++)
        {
            var target = (top + i / width) * grid.Width + left + i % width;
            grid.Pixels[target] = (byte)MathF.Round(255 * Math.Clamp(image[i], 0, 1));
        }
    }
}
