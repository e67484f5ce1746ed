using System.Buffers.Binary;
using System.Text;
using StbImageSharp;
using VaeMlNet.Files;

namespace VaeMlNet.Data;

/// <summary>A decoded PNG or JPEG file, turned as its Exif data says. Transparent pixels are on white.</summary>
internal sealed class Picture
{
    /// <summary>The largest number of values of a picture, so that a header of a few bytes cannot ask for any amount of memory.</summary>
    public const long MostPixels = 1 << 24;

    private static readonly byte[] PngStart = [0x89, .. "PNG\r\n\x1a\n"u8];
    private static readonly byte[] JpegStart = [0xff, 0xd8, 0xff];
    private static readonly byte[] ExifStart = [.. "Exif\0\0"u8];
    private readonly float[] values; // [channels, height, width], in [0, 1]

    private Picture(VaeImageShape shape, float[] values)
    {
        Shape = shape;
        this.values = values;
    }

    /// <summary>Gets the size. A picture in which each pixel of the file has a color has 3 channels, others have 1.</summary>
    public VaeImageShape Shape { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="CommandException">The file is missing, damaged, larger than allowed, or neither PNG nor JPEG.</exception>
    public static Picture Read(string path)
    {
        var bytes = ReadBytes(path);
        var exif = Check(path, bytes, out var hasTransparentLevel);
        try
        {
            using MemoryStream stream = new(bytes);
            var info = ImageInfo.FromStream(stream) ?? throw new InvalidOperationException("its header cannot be read");
            if ((long)info.Width * info.Height is 0 or > MostPixels)
            {
                throw Damaged(
                    path,
                    FormattableString.Invariant(
                        $"its header gives {info.Width} x {info.Height} pixels, and at most {MostPixels} are allowed"
                    )
                );
            }

            return Decode(bytes, hasTransparentLevel).Turn(ExifOrientation.Read(exif));
        }
        catch (Exception e) when (e is not (CommandException or OutOfMemoryException))
        {
            // The decoder has no exception of its own: damaged files end it in many ways.
            throw Damaged(path, $"its pixels cannot be decoded ({e.Message.TrimEnd('.')})", e);
        }
    }

    /// <summary>Writes the picture as one of a size and of gray or color, [channels, height, width].</summary>
    public void Write(Span<float> row, VaeImageShape size)
    {
        for (var channel = 0; channel < size.Channels; channel++)
        {
            var plane =
                size.Channels == Shape.Channels ? Plane(channel)
                : size.Channels == 1 ? Gray()
                : Plane(0);
            Resize(plane, Shape, row.Slice(channel * size.Height * size.Width, size.Height * size.Width), size);
        }
    }

    private static byte[] ReadBytes(string path) =>
        InputFile.Read(
            path,
            stream =>
            {
                if (stream.Length > 8 * MostPixels)
                {
                    throw Damaged(path, FormattableString.Invariant($"it has {stream.Length} bytes"));
                }

                var bytes = new byte[stream.Length];
                stream.ReadExactly(bytes);
                return bytes;
            }
        );

    /// <summary>Throws if a file is damaged, and returns its Exif data, which are empty if it has none.</summary>
    private static ReadOnlySpan<byte> Check(string path, ReadOnlySpan<byte> bytes, out bool hasTransparentLevel)
    {
        hasTransparentLevel = false;
        return bytes.StartsWith(PngStart) ? CheckPng(path, bytes, out hasTransparentLevel)
            : bytes.StartsWith(JpegStart) ? CheckJpeg(path, bytes)
            : bytes.IsEmpty ? throw Damaged(path, "it is empty")
            : throw new CommandException(
                $"'{path}' is not a PNG or JPEG file: it starts with {Convert.ToHexString(bytes[..Math.Min(4, bytes.Length)])}, expected {Convert.ToHexString(PngStart)[..8]} or {Convert.ToHexString(JpegStart)}. "
                    + "Convert it, or move it out of the folder."
            );
    }

    // The decoder compares no checksums, and fills pixels that are not there.
    private static ReadOnlySpan<byte> CheckPng(string path, ReadOnlySpan<byte> bytes, out bool hasTransparentLevel)
    {
        hasTransparentLevel = false;
        const int aroundData = 12; // length, type and checksum
        ReadOnlySpan<byte> exif = [];
        var place = PngStart.Length;
        for (var type = ""; type != "IEND"; )
        {
            var rest = bytes[place..];
            var length = rest.Length >= aroundData ? BinaryPrimitives.ReadUInt32BigEndian(rest) : 0;
            if (rest.Length < aroundData + (long)length)
            {
                throw Damaged(
                    path,
                    FormattableString.Invariant($"it ends after {bytes.Length} bytes, inside the chunk at byte {place}")
                );
            }

            type = Encoding.Latin1.GetString(rest.Slice(4, 4));
            var typeAndData = rest.Slice(4, 4 + (int)length);
            if (Crc32.Add(0, typeAndData) != BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + (int)length)..]))
            {
                throw Damaged(
                    path,
                    FormattableString.Invariant($"the checksum of the chunk at byte {place} does not match its data")
                );
            }

            exif = type == "eXIf" ? typeAndData[4..] : exif;
            hasTransparentLevel |= type == "tRNS";
            place += aroundData + (int)length;
        }

        return exif;
    }

    // A JPEG file has no checksum: only a file that was cut off, or whose segments are wrong, is found.
    private static ReadOnlySpan<byte> CheckJpeg(string path, ReadOnlySpan<byte> bytes)
    {
        const byte startOfScan = 0xda;
        const byte application1 = 0xe1;
        const byte application14 = 0xee;
        ReadOnlySpan<byte> exif = [];
        var (hasFourColors, namesColors) = (false, false);
        for (var place = 2; place + 4 <= bytes.Length && bytes[place] == 0xff; )
        {
            if (bytes[place + 1] == startOfScan)
            {
                if (hasFourColors && !namesColors)
                {
                    // The decoder would take the first three for red, green and blue.
                    throw new CommandException(
                        $"Picture '{path}' is a JPEG file of four colors, such as CMYK, without the segment 'Adobe', which names them. Convert it to RGB, or move it out of the folder."
                    );
                }

                if (bytes[place..].IndexOf((ReadOnlySpan<byte>)[0xff, 0xd9]) >= 0)
                {
                    return exif;
                }

                break;
            }

            var data = bytes[(place + 4)..];
            if (bytes[place + 1] == application1 && data.StartsWith(ExifStart))
            {
                exif = data[ExifStart.Length..];
            }

            hasFourColors |= IsStartOfFrame(bytes[place + 1]) && data is [_, _, _, _, _, 4, ..];
            namesColors |= bytes[place + 1] == application14 && data.StartsWith("Adobe"u8);
            // A marker may have fill bytes before it.
            place += bytes[place + 1] == 0xff ? 1 : 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes[(place + 2)..]);
        }

        throw Damaged(
            path,
            FormattableString.Invariant($"it ends after {bytes.Length} bytes, without the end of its picture")
        );
    }

    // The other markers from C0 to CF are those of tables and of extensions (ITU-T T.81, table B.1).
    private static bool IsStartOfFrame(byte marker) => marker is >= 0xc0 and <= 0xcf and not (0xc4 or 0xc8 or 0xcc);

    private static CommandException Damaged(string path, string what, Exception? cause = null) =>
        new(
            $"Picture '{path}' is damaged or too large: {what}. Replace the file, or move it out of the folder.",
            cause
        );

    // Pixels are interleaved: gray, gray and alpha, color, or color and alpha.
    private static Picture Decode(byte[] bytes, bool hasTransparentLevel)
    {
        // The transparent level of gray values has no place beside an alpha.
        var bytesOfValue = !hasTransparentLevel && SplitDeepGray(bytes) ? 2 : 1;
        var image = ImageResult.FromMemory(bytes, ColorComponents.Default);
        var components = (int)image.Comp / bytesOfValue;
        var channels = components < 3 ? 1 : 3;
        var count = image.Width * image.Height;
        var white = bytesOfValue == 1 ? byte.MaxValue : ushort.MaxValue;
        var values = new float[channels * count];
        for (var pixel = 0; pixel < count; pixel++)
        {
            var place = pixel * components;
            var alpha = components % 2 == 0 ? Value(place + channels) : white;
            for (var channel = 0; channel < channels; channel++)
            {
                var onWhite = (Value(place + channel) * (long)alpha / (float)white) + (white - alpha);
                values[(channel * count) + pixel] = Math.Min(1, onWhite / white);
            }
        }

        return new(new(channels, image.Height, image.Width), values);

        int Value(int place) =>
            bytesOfValue == 1 ? image.Data[place] : BinaryPrimitives.ReadUInt16BigEndian(image.Data.AsSpan(2 * place));
    }

    /// <summary>
    /// Makes a PNG file of gray values of 16 bits, of which the decoder keeps 8, to one with twice as many values of 8 bits: gray and alpha instead of gray,
    /// and color and alpha instead of gray and alpha. Their bytes and filters are the same.
    /// </summary>
    /// <returns>False for other files, which are not changed.</returns>
    private static bool SplitDeepGray(Span<byte> bytes)
    {
        const int depth = 24; // the places in the header
        const int color = 25;
        const byte gray = 0;
        const byte grayAndAlpha = 4;
        const byte colorAndAlpha = 6;
        var isDeep =
            bytes.StartsWith(PngStart)
            && bytes[12..].StartsWith("IHDR"u8)
            && bytes[depth] == 16
            && bytes[color] is gray or grayAndAlpha;
        if (!isDeep)
        {
            return false;
        }

        bytes[depth] = 8;
        bytes[color] = bytes[color] == gray ? grayAndAlpha : colorAndAlpha;
        return true;
    }

    private ReadOnlySpan<float> Plane(int channel)
    {
        var count = Shape.Height * Shape.Width;
        return values.AsSpan(channel * count, count);
    }

    /// <summary>Returns the picture as it is to be seen.</summary>
    /// <param name="orientation">The orientation of Exif, from 1 to 8: which sides of the picture the first row and the first column are.</param>
    private Picture Turn(int orientation)
    {
        if (orientation == 1)
        {
            return this;
        }

        var swapsSides = orientation >= 5;
        var fromBottom = orientation is 3 or 4 or 6 or 7;
        var fromRight = orientation is 2 or 3 or 7 or 8;
        var (height, width) = (Shape.Height, Shape.Width);
        var shape = swapsSides ? Shape with { Height = width, Width = height } : Shape;
        var turned = new float[values.Length]; // [channels, height, width]
        for (var i = 0; i < turned.Length; i++)
        {
            var (channel, pixel) = Math.DivRem(i, height * width);
            var (row, column) = Math.DivRem(pixel, shape.Width);
            (row, column) = swapsSides ? (column, row) : (row, column);
            row = fromBottom ? height - 1 - row : row;
            column = fromRight ? width - 1 - column : column;
            turned[i] = values[(((channel * height) + row) * width) + column];
        }

        return new(shape, turned);
    }

    // Luma of ITU-R BT.601, as in JPEG.
    private float[] Gray()
    {
        var red = Plane(0);
        var green = Plane(1);
        var blue = Plane(2);
        var gray = new float[red.Length];
        for (var i = 0; i < gray.Length; i++)
        {
            gray[i] = (0.299f * red[i]) + (0.587f * green[i]) + (0.114f * blue[i]);
        }

        return gray;
    }

    /// <summary>Averages the area of each target pixel, first along the columns, then along the rows.</summary>
    private static void Resize(ReadOnlySpan<float> from, VaeImageShape size, Span<float> to, VaeImageShape target)
    {
        if (size.Height == target.Height && size.Width == target.Width)
        {
            from.CopyTo(to);
            return;
        }

        var narrow = new float[size.Height * target.Width]; // [height, target width]
        for (var row = 0; row < size.Height; row++)
        {
            Average(
                from.Slice(row * size.Width, size.Width),
                1,
                narrow.AsSpan(row * target.Width),
                1,
                size.Width,
                target.Width
            );
        }

        for (var column = 0; column < target.Width; column++)
        {
            Average(narrow.AsSpan(column), target.Width, to[column..], target.Width, size.Height, target.Height);
        }
    }

    private static void Average(
        ReadOnlySpan<float> from,
        int fromStride,
        Span<float> to,
        int toStride,
        int count,
        int targetCount
    )
    {
        var width = (double)count / targetCount;
        for (var i = 0; i < targetCount; i++)
        {
            var (start, end) = (i * width, Math.Min(count, (i + 1) * width));
            var sum = 0.0;
            for (var j = (int)start; j < end; j++)
            {
                sum += from[j * fromStride] * (Math.Min(end, j + 1) - Math.Max(start, j));
            }

            to[i * toStride] = (float)Math.Clamp(sum / (end - start), 0, 1);
        }
    }
}
