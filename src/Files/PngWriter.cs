using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace VaeMlNet.Files;

/// <summary>
/// Writes gray and color PNG files with 8 bits per channel. Source: Portable Network Graphics, second edition, sections 5, 9 and
/// annex D.
/// </summary>
internal static class PngWriter
{
    private const byte Gray = 0;
    private const byte Color = 2;
    private const byte BitDepth = 8;

    /// <summary>Writes an image.</summary>
    /// <param name="stream">The stream to write to. It stays open.</param>
    /// <param name="pixels">The pixels, [height, width, channels]: 0 is black, 255 is white.</param>
    /// <param name="width">The number of pixels in a row.</param>
    /// <param name="channels">1 for gray, 3 for red, green and blue.</param>
    public static void Write(Stream stream, byte[] pixels, int width, int channels)
    {
        stream.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        WriteChunk(stream, "IHDR", Header(width, pixels.Length / (width * channels), channels));
        WriteChunk(stream, "IDAT", Compress(pixels, width * channels));
        WriteChunk(stream, "IEND", []);
    }

    private static byte[] Header(int width, int height, int channels)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = BitDepth;
        header[9] = channels == 1 ? Gray : Color;
        return header;
    }

    private static byte[] Compress(byte[] pixels, int rowLength)
    {
        using MemoryStream compressed = new();
        using (ZLibStream zlib = new(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            for (var start = 0; start < pixels.Length; start += rowLength)
            {
                zlib.WriteByte(0); // every row names its filter; 0 is none
                zlib.Write(pixels, start, rowLength);
            }
        }

        return compressed.ToArray();
    }

    private static void WriteChunk(Stream stream, string type, byte[] data)
    {
        byte[] typeAndData = [.. Encoding.ASCII.GetBytes(type), .. data];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        stream.Write(number);
        stream.Write(typeAndData);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Add(0, typeAndData));
        stream.Write(number);
    }
}
