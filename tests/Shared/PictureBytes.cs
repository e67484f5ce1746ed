using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace VaeMlNet.Tests.Shared;

/// <summary>Builds PNG and JPEG files byte by byte, so that tests can also build damaged ones.</summary>
public static class PictureBytes
{
    /// <summary>The gray level of the pixels of <see cref="Jpeg"/>.</summary>
    public const int JpegLevel = 178;

    /// <summary>Gets a gray JPEG file of 8 x 8 pixels of one level.</summary>
    public static byte[] Jpeg { get; } =
    [
        .. (byte[])[0xff, 0xd8],
        // Quantization table: 8 for the mean, whose unit is 1/8 of a level.
        .. (byte[])[0xff, 0xdb, 0, 67, 0, 8],
        .. Enumerable.Repeat((byte)1, 63),
        // Frame of 8 x 8 pixels with one component.
        .. (byte[])[0xff, 0xc0, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0],
        // Huffman tables of one code, '0': a mean of 6 bits, and the end of the block.
        .. (byte[])[0xff, 0xc4, 0, 20, 0x00, 1, .. new byte[15], 6],
        .. (byte[])[0xff, 0xc4, 0, 20, 0x10, 1, .. new byte[15], 0],
        .. (byte[])[0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0],
        // 0, then 110010 for 50 above 128, then 0 for the end.
        0b0110_0100,
        .. (byte[])[0xff, 0xd9],
    ];

    /// <summary>Builds a PNG file with 8 bits for each value.</summary>
    /// <param name="height">The number of pixel rows.</param>
    /// <param name="width">The number of pixel columns.</param>
    /// <param name="pixels">The values of the pixels, row by row: 1 gray, 2 gray and alpha, 3 color, 4 color and alpha.</param>
    public static byte[] Png(int height, int width, params byte[] pixels) => Png(height, width, 8, [], pixels);

    /// <summary>Builds a PNG file.</summary>
    /// <param name="height">The number of pixel rows.</param>
    /// <param name="width">The number of pixel columns.</param>
    /// <param name="depth">The number of bits of a value: 8 or 16.</param>
    /// <param name="chunk">A chunk before the pixels, as <see cref="Chunk"/> returns it; empty for none.</param>
    /// <param name="pixels">The bytes of the pixels, row by row: 1 gray value, 2 gray and alpha, 3 color, 4 color and alpha.</param>
    public static byte[] Png(int height, int width, int depth, byte[] chunk, byte[] pixels)
    {
        var components = Math.Max(1, (int)(pixels.Length / ((long)height * width * depth / 8)));
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = (byte)depth;
        header[9] = components switch
        {
            1 => 0,
            2 => 4,
            3 => 2,
            _ => 6,
        };
        using MemoryStream packed = new();
        using (ZLibStream zlib = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            foreach (var row in pixels.Chunk(width * components * depth / 8))
            {
                zlib.WriteByte(0);
                zlib.Write(row);
            }
        }

        return
        [
            .. (byte[])[0x89, .. "PNG\r\n\x1a\n"u8],
            .. Chunk("IHDR", header),
            .. chunk,
            .. Chunk("IDAT", packed.ToArray()),
            .. Chunk("IEND", []),
        ];
    }

    /// <summary>
    /// Returns a gray JPEG file of 8 x 16 pixels with an orientation. Its left half has the level <see cref="JpegLevel"/>, and its right half a level 35
    /// higher.
    /// </summary>
    public static byte[] JpegTurned(int orientation)
    {
        byte[] wide = [.. Jpeg];
        var frame = wide.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xff, 0xc0]);
        wide[frame + 8] = 16;
        // 0, then 100011 for 35 above the block before, then 0 for the end.
        return
        [
            .. (byte[])[0xff, 0xd8, 0xff, 0xe1, 0, 34, .. "Exif\0\0"u8, .. Exif(orientation, isLittle: true)],
            .. wide[2..^2],
            0b0100_0110,
            .. wide[^2..],
        ];
    }

    /// <summary>Returns a JPEG file of 8 x 8 pixels of four colors, each of the level <see cref="JpegLevel"/>.</summary>
    /// <param name="isNamed">Whether a segment of Adobe says that the colors are CMYK.</param>
    public static byte[] JpegOfFourColors(bool isNamed)
    {
        var gray = Jpeg.AsSpan();
        var frame = gray.IndexOf((ReadOnlySpan<byte>)[0xff, 0xc0]);
        var scan = gray.IndexOf((ReadOnlySpan<byte>)[0xff, 0xda]);
        byte[] adobe = isNamed ? [0xff, 0xee, 0, 14, .. "Adobe"u8, 0, 100, 0, 0, 0, 0, 0] : [];
        return
        [
            .. gray[..frame],
            .. adobe,
            .. (byte[])[0xff, 0xc0, 0, 20, 8, 0, 8, 0, 8, 4, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0, 4, 0x11, 0],
            .. gray[(frame + 13)..scan],
            .. (byte[])[0xff, 0xda, 0, 14, 4, 1, 0, 2, 0, 3, 0, 4, 0, 0, 63, 0],
            .. Enumerable.Repeat(gray[^3], 4),
            .. gray[^2..],
        ];
    }

    /// <summary>Returns Exif data with an orientation.</summary>
    public static byte[] Exif(int orientation, bool isLittle)
    {
        var turned = (byte)orientation;
        // The header, a directory of one entry of one short number, and the end.
        return isLittle
            ? [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, turned, 0, 0, 0, 0, 0, 0, 0]
            : [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, turned, 0, 0, 0, 0, 0, 0];
    }

    /// <summary>Returns a chunk of a PNG file.</summary>
    public static byte[] Chunk(string type, byte[] data)
    {
        byte[] typeAndData = [.. Encoding.ASCII.GetBytes(type), .. data];
        var chunk = new byte[data.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        typeAndData.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(data.Length + 8), Sum(typeAndData));
        return chunk;
    }

    private static uint Sum(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
            }
        }

        return ~crc;
    }
}
