namespace VaeMlNet.Report;

/// <summary>A picture of images in lines, large enough to look at, with a title and a label for each line or image.</summary>
/// <param name="shape">The shape of the images.</param>
/// <param name="perLine">The number of images side by side.</param>
internal sealed class PictureSheet(VaeImageShape shape, int perLine)
{
    private const int WantedWidth = 960;
    private const int LargestScale = 16;
    private const int TextScale = 2;
    private const int Margin = 12;
    private const byte Paper = 255;
    private const byte Ink = 32;

    /// <summary>Gets the title above the images.</summary>
    public required string Title { get; init; }

    /// <summary>Gets the label to the left of each line. Default: none.</summary>
    public IReadOnlyList<string> LineLabels { get; init; } = [];

    /// <summary>Gets the caption below each image. Default: none.</summary>
    public IReadOnlyList<string> Captions { get; init; } = [];

    private static int LineHeight => (PixelFont.Height + 2) * TextScale;

    /// <summary>Gets the number of pixels on each edge of a value: the largest with which a line is not much wider than a screen.</summary>
    private int Scale => Math.Clamp(WantedWidth / Math.Max(1, perLine * shape.Width), 1, LargestScale);

    /// <summary>Draws the images from left to right, then from top to bottom.</summary>
    /// <param name="images">The images, [N, channels, height, width]. Values outside [0, 1] are clipped.</param>
    public PixelImage Draw(ReadOnlySpan<float> images)
    {
        var labelWidth = LineLabels.Count == 0 ? 0 : (LineLabels.Max(PixelFont.WidthOf) * TextScale) + Margin;
        var captionHeight = Captions.Count == 0 ? 0 : LineHeight;
        var lineLength = perLine * (int)shape.Size;
        PixelImage[] lines = [.. Lines(images, lineLength)];
        string[] title = [.. Wrap(Title, (labelWidth + lines[0].Width) / TextScale)];
        var top = Margin + (title.Length * LineHeight) + (Margin / 2);
        var sheet = PixelImage.Filled(
            (2 * Margin) + labelWidth + lines[0].Width,
            top + lines.Sum(line => line.Height + captionHeight) + Margin,
            shape.Channels,
            Paper
        );
        foreach (var (i, text) in title.Index())
        {
            PixelFont.Write(sheet, text, Margin, Margin + (i * LineHeight), TextScale, Ink);
        }

        foreach (var (i, line) in lines.Index())
        {
            Copy(line, sheet, Margin + labelWidth, top);
            if (i < LineLabels.Count)
            {
                var middle = top + ((line.Height - (PixelFont.Height * TextScale)) / 2);
                PixelFont.Write(sheet, LineLabels[i], Margin, middle, TextScale, Ink);
            }

            WriteCaptions(sheet, i, Margin + labelWidth, top + line.Height + TextScale);
            top += line.Height + captionHeight;
        }

        return sheet;
    }

    private static void Copy(PixelImage line, PixelImage sheet, int left, int top)
    {
        var length = line.Width * line.Channels;
        for (var y = 0; y < line.Height; y++)
        {
            line.Pixels.AsSpan(y * length, length)
                .CopyTo(sheet.Pixels.AsSpan((((top + y) * sheet.Width) + left) * sheet.Channels));
        }
    }

    /// <summary>Divides a text into lines of at most some pixels at scale 1. A longer word is a line of its own.</summary>
    private static IEnumerable<string> Wrap(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length > 0 && PixelFont.WidthOf(longer) > width)
            {
                yield return line;
                longer = word;
            }

            line = longer;
        }

        yield return line;
    }

    private List<PixelImage> Lines(ReadOnlySpan<float> images, int lineLength)
    {
        List<PixelImage> lines = [];
        for (var start = 0; start < images.Length; start += lineLength)
        {
            var length = Math.Min(lineLength, images.Length - start);
            lines.Add(ImageGrid.Draw(images.Slice(start, length), shape, perLine, Scale));
        }

        return lines;
    }

    private void WriteCaptions(PixelImage sheet, int line, int left, int top)
    {
        var pitch = ImageGrid.Pitch(shape, Scale).X;
        foreach (var (i, caption) in Captions.Skip(line * perLine).Take(perLine).Index())
        {
            var indent = (pitch - (PixelFont.WidthOf(caption) * TextScale)) / 2;
            PixelFont.Write(sheet, caption, left + (i * pitch) + indent, top, TextScale, Ink);
        }
    }
}

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
    public static PictureGrid CreateScaled(IEnumerable<float[]> images, VaeImageShape shape, int perLine) =>
        Create(
            images.Select(image => Thumbnail.Shrink(image, shape, Thumbnail.SectionEdge)),
            Thumbnail.ShapeOf(shape, Thumbnail.SectionEdge),
            perLine
        );

    /// <summary>Lays out images without scaling them.</summary>
    public static PictureGrid Create(IEnumerable<float[]> images, VaeImageShape shape, int perLine)
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
    public static PixelImage Draw(ReadOnlySpan<float> images, VaeImageShape shape, int columns, int scale = 1)
    {
        var size = (int)shape.Size;
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
    public static (int X, int Y) Pitch(VaeImageShape shape, int scale) =>
        ((shape.Width * scale) + Gap, (shape.Height * scale) + Gap);

    private static void Place(
        ReadOnlySpan<float> image,
        VaeImageShape shape,
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
