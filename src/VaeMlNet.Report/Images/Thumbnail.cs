namespace VaeMlNet.Report;

/// <summary>A small copy of an image.</summary>
/// <param name="Height">The number of pixel rows.</param>
/// <param name="Width">The number of pixel columns.</param>
/// <param name="Pixels">The pixels in [0, 1], row-major.</param>
internal sealed record Thumbnail(int Height, int Width, float[] Pixels)
{
    /// <summary>
    /// The longest edge of the images in tooltips, in pixels. It is short because a page has thousands of them.
    /// </summary>
    public const int TooltipEdge = 32;

    /// <summary>The longest edge of the images in sections, in pixels. A page has hundreds of them.</summary>
    public const int SectionEdge = 64;

    /// <summary>
    /// Returns the number of pixel rows and columns of a copy whose longest edge is at most <paramref name="edge"/>.
    /// </summary>
    public static (int Height, int Width) Size(int height, int width, int edge)
    {
        var block = BlockOf(height, width, edge);
        return ((height + block - 1) / block, (width + block - 1) / block);
    }

    /// <summary>
    /// Shrinks an image by averaging square blocks of pixels, so that its longest edge is at most
    /// <paramref name="edge"/>.
    /// </summary>
    public static Thumbnail Shrink(ReadOnlySpan<float> image, int height, int width, int edge)
    {
        var block = BlockOf(height, width, edge);
        (var smallHeight, var smallWidth) = Size(height, width, edge);
        var pixels = new float[smallHeight * smallWidth];
        for (var y = 0; y < smallHeight; y++)
        {
            for (var x = 0; x < smallWidth; x++)
            {
                pixels[(y * smallWidth) + x] = Average(image, height, width, y * block, x * block, block);
            }
        }

        return new(smallHeight, smallWidth, pixels);
    }

    private static int BlockOf(int height, int width, int edge) => (Math.Max(height, width) + edge - 1) / edge;

    private static float Average(ReadOnlySpan<float> image, int height, int width, int top, int left, int block)
    {
        (double sum, var count) = (0, 0);
        for (var y = top; y < Math.Min(top + block, height); y++)
        {
            for (var x = left; x < Math.Min(left + block, width); x++)
            {
                sum += image[(y * width) + x];
                count++;
            }
        }

        return (float)(sum / count);
    }
}
