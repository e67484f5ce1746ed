using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace VaeMlNet;

/// <summary>Encodes gray images as PNG with 8 bits for each pixel. Source: Portable Network Graphics, second edition, section 5 and annex D.</summary>
internal static class GrayPng
{
    /// <summary>Encodes an image.</summary>
    /// <param name="pixels">The pixels in [0, 1], row by row; values outside are clipped, and NaN is black.</param>
    /// <param name="width">The number of pixels in a row.</param>
    public static byte[] Encode(float[] pixels, int width)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), pixels.Length / width);
        header[8] = 8; // bits; the other fields are 0: gray, and the only methods there are
        using MemoryStream compressed = new();
        using (ZLibStream zlib = new(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            foreach (var row in pixels.Chunk(width))
            {
                zlib.WriteByte(0); // no filter
                zlib.Write(Array.ConvertAll(row, pixel => (byte)MathF.Round(255 * Math.Clamp(pixel, 0, 1))));
            }
        }

        return
        [
            0x89,
            .. "PNG\r\n"u8,
            0x1A,
            0x0A,
            .. Chunk("IHDR", header),
            .. Chunk("IDAT", compressed.ToArray()),
            .. Chunk("IEND", []),
        ];
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        var chunk = new byte[data.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(data.Length + 8), Crc(chunk.AsSpan(4, data.Length + 4)));
        return chunk;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
            }
        }

        return ~crc;
    }
}
