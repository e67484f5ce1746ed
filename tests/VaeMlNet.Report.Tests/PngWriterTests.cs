using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace VaeMlNet.Report.Tests;

internal sealed class PngWriterTests
{
    [Test]
    public void Write_Image_DecodesBackToItsPixels()
    {
        byte[] pixels = [.. Enumerable.Range(0, 7 * 5).Select(i => (byte)(i * 7))];

        var chunks = Chunks(Png(new PixelImage(7, 5, 1, pixels)));

        Assert.That(chunks.Select(c => c.Type), Is.EqualTo(new[] { "IHDR", "IDAT", "IEND" }));
        // 7 x 5, 8 bits, gray, deflate, adaptive filters, not interlaced.
        Assert.That(chunks[0].Data, Is.EqualTo(new byte[] { 0, 0, 0, 7, 0, 0, 0, 5, 8, 0, 0, 0, 0 }));
        Assert.That(chunks[2].Data, Is.Empty);

        byte[][] rows = [.. Inflate(chunks[1].Data).Chunk(8)];

        Assert.That(rows.Select(row => row[0]), Is.All.Zero, "filter: none");
        Assert.That(rows.SelectMany(row => row.Skip(1)), Is.EqualTo(pixels));
    }

    [Test]
    public void Write_ColorImage_DecodesBackToItsPixels()
    {
        byte[] pixels = [.. Enumerable.Range(0, 4 * 2 * 3).Select(i => (byte)(i * 9))];

        var chunks = Chunks(Png(new PixelImage(4, 2, 3, pixels)));

        Assert.That(chunks[0].Data[8..10], Is.EqualTo(new byte[] { 8, 2 }), "8 bits, red, green and blue");

        byte[][] rows = [.. Inflate(chunks[1].Data).Chunk(1 + (4 * 3))];

        Assert.That(rows.SelectMany(row => row.Skip(1)), Is.EqualTo(pixels));
    }

    [Test]
    public void Write_EndChunk_HasTheWellKnownSum()
    {
        var png = Png(new PixelImage(1, 1, 1, [0]));

        Assert.That(png[..8], Is.EqualTo(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A }));
        Assert.That(Convert.ToHexString(png[^12..]), Is.EqualTo("0000000049454E44AE426082"));
    }

    private static byte[] Png(PixelImage image)
    {
        using MemoryStream stream = new();
        image.WritePng(stream);
        return stream.ToArray();
    }

    private static List<(string Type, byte[] Data)> Chunks(byte[] png)
    {
        List<(string, byte[])> chunks = [];
        for (var at = 8; at < png.Length; )
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            var typeAndData = png[(at + 4)..(at + 8 + length)];
            var sum = BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at + 8 + length));
            Assert.That(sum, Is.EqualTo(Crc32(typeAndData)));
            chunks.Add((Encoding.ASCII.GetString(typeAndData, 0, 4), typeAndData[4..]));
            at += 12 + length;
        }

        return chunks;
    }

    // Bit by bit, straight from the definition: another way than the writer's table.
    private static uint Crc32(byte[] bytes)
    {
        var crc = 0xFFFFFFFF;
        foreach (var b in bytes)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var carry = ((crc ^ (uint)(b >> bit)) & 1) != 0;
                crc = (crc >> 1) ^ (carry ? 0xEDB88320 : 0);
            }
        }

        return crc ^ 0xFFFFFFFF;
    }

    private static byte[] Inflate(byte[] compressed)
    {
        using ZLibStream zlib = new(new MemoryStream(compressed), CompressionMode.Decompress);
        using MemoryStream inflated = new();
        zlib.CopyTo(inflated);
        return inflated.ToArray();
    }
}
