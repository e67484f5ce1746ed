using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using VaeMlNet;

namespace Quickstart;

/// <summary>Writes pictures that show the quality of a model of digits: gray PNG files with a grid of digits.</summary>
internal static class Pictures
{
    private const int Columns = 16;
    private const int Pitch = Digit.Edge + 2; // a line between the digits

    /// <summary>Writes test digits, each row of them above the row of their reconstructions.</summary>
    public static void WriteReconstructions(string path, VaeModel model, Digit[] digits)
    {
        var rows = digits.Take(3 * Columns).Select(digit => digit.Features).Chunk(Columns);
        Write(
            path,
            [.. rows.SelectMany(row => row.Concat(Decode(model, model.Encode(row.SelectMany(x => x).ToArray()))))]
        );
    }

    /// <summary>Writes decoded draws from the prior N(0, I).</summary>
    public static void WriteSamples(string path, VaeModel model, int seed)
    {
        Random random = new(seed);
        Write(
            path,
            Decode(model, [.. Enumerable.Range(0, 6 * Columns * model.LatentDim).Select(_ => StandardNormal(random))])
        );
    }

    private static float[][] Decode(VaeModel model, float[] latents) =>
        [.. model.Decode(latents).Chunk(Digit.Edge * Digit.Edge)];

    // Box and Muller (1958). 1 - u keeps the argument of the logarithm above 0.
    private static float StandardNormal(Random random)
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
        return (float)(radius * Math.Cos(2 * Math.PI * random.NextDouble()));
    }

    private static void Write(string path, float[][] digits)
    {
        var width = Columns * Pitch;
        var height = (digits.Length + Columns - 1) / Columns * Pitch;
        var lines = new byte[height * (width + 1)]; // each line begins with its filter: 0, none
        for (var i = 0; i < digits.Length * Digit.Edge * Digit.Edge; i++)
        {
            var (digit, pixel) = Math.DivRem(i, Digit.Edge * Digit.Edge);
            var y = digit / Columns * Pitch + pixel / Digit.Edge;
            var x = digit % Columns * Pitch + pixel % Digit.Edge;
            lines[y * (width + 1) + 1 + x] = (byte)MathF.Round(255 * Math.Clamp(digits[digit][pixel], 0, 1));
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var file = File.Create(path);
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8; // bits of a gray level
        WriteChunk(file, "IHDR", header);
        using MemoryStream compressed = new();
        using (ZLibStream zlib = new(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            zlib.Write(lines);
        }

        WriteChunk(file, "IDAT", compressed.ToArray());
        WriteChunk(file, "IEND", []);
    }

    private static void WriteChunk(Stream file, string type, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        byte[] content = [.. Encoding.ASCII.GetBytes(type), .. data];
        file.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(content));
        file.Write(number);
    }

    // Portable Network Graphics, second edition, annex D.
    private static uint Crc(byte[] bytes)
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
