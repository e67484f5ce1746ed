namespace VaeMlNet.Report;

/// <summary>Lays out small images of one shape as a grid, with a thin line between them.</summary>
internal static class ImageGrid
{
    private const int Gap = 2;
    private const byte GapGray = 64;

    /// <summary>Draws images from left to right, then from top to bottom.</summary>
    /// <param name="images">The images, [N, channels, height, width]. Values outside [0, 1] are clipped.</param>
    /// <param name="shape">The shape of an image.</param>
    /// <param name="columns">The number of images side by side.</param>
    /// <param name="scale">The number of pixels on each edge of a value. Default: 1.</param>
    public static PixelImage Draw(ReadOnlySpan<float> images, PictureShape shape, int columns, int scale = 1)
    {
        var size = (int)shape.Length;
        var count = images.Length / size;
        (var pitchX, var pitchY) = Pitch(shape, scale);
        var rows = (count + columns - 1) / columns;
        var grid = PixelImage.Filled((columns * pitchX) + Gap, (rows * pitchY) + Gap, shape.Channels, GapGray);
        for (var i = 0; i < count; i++)
        {
            var image = images.Slice(i * size, size);
            Place(image, shape, scale, grid, Gap + (i % columns * pitchX), Gap + (i / columns * pitchY));
        }

        return grid;
    }

    /// <summary>Returns the distance between the left edges and between the top edges of neighboring images.</summary>
    public static (int X, int Y) Pitch(PictureShape shape, int scale) =>
        ((shape.Width * scale) + Gap, (shape.Height * scale) + Gap);

    private static void Place(
        ReadOnlySpan<float> image,
        PictureShape shape,
        int scale,
        PixelImage grid,
        int left,
        int top
    )
    {
        var plane = shape.Height * shape.Width;
        var color = new byte[shape.Channels];
        for (var i = 0; i < plane; i++)
        {
            for (var channel = 0; channel < shape.Channels; channel++)
            {
                color[channel] = (byte)MathF.Round(255 * Math.Clamp(image[(channel * plane) + i], 0, 1));
            }

            grid.Fill(left + (i % shape.Width * scale), top + (i / shape.Width * scale), scale, color);
        }
    }
}
