namespace VaeMlNet.Report;

/// <summary>Creates small copies of images.</summary>
internal static class Thumbnail
{
    /// <summary>
    /// The longest edge of the images in tooltips, in pixels. It is short because a page has thousands of them.
    /// </summary>
    public const int TooltipEdge = 32;

    /// <summary>The longest edge of the images in sections, in pixels. A page has hundreds of them.</summary>
    public const int SectionEdge = 64;

    /// <summary>Returns the shape of a copy whose longest edge is at most <paramref name="edge"/>.</summary>
    public static VaeImageShape ShapeOf(VaeImageShape shape, int edge)
    {
        var block = BlockOf(shape, edge);
        return new(shape.Channels, (shape.Height + block - 1) / block, (shape.Width + block - 1) / block);
    }

    /// <summary>
    /// Shrinks an image by averaging square blocks of pixels, so that its longest edge is at most
    /// <paramref name="edge"/>.
    /// </summary>
    /// <returns>The pixels in [0, 1], [Channels, Height, Width].</returns>
    public static float[] Shrink(ReadOnlySpan<float> image, VaeImageShape shape, int edge)
    {
        var block = BlockOf(shape, edge);
        var small = ShapeOf(shape, edge);
        var pixels = new float[small.Size];
        for (var i = 0; i < pixels.Length; i++)
        {
            (var channel, var place) = Math.DivRem(i, small.Height * small.Width);
            var plane = image.Slice(channel * shape.Height * shape.Width, shape.Height * shape.Width);
            (var y, var x) = Math.DivRem(place, small.Width);
            pixels[i] = Average(plane, shape, y * block, x * block, block);
        }

        return pixels;
    }

    private static int BlockOf(VaeImageShape shape, int edge) =>
        (Math.Max(shape.Height, shape.Width) + edge - 1) / edge;

    private static float Average(ReadOnlySpan<float> plane, VaeImageShape shape, int top, int left, int block)
    {
        (double sum, var count) = (0, 0);
        for (var y = top; y < Math.Min(top + block, shape.Height); y++)
        {
            for (var x = left; x < Math.Min(left + block, shape.Width); x++)
            {
                sum += plane[(y * shape.Width) + x];
                count++;
            }
        }

        return (float)(sum / count);
    }
}
