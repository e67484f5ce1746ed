using System.Buffers.Binary;

namespace VaeMlNet.Tests.Shared;

/// <summary>Builds IDX files byte by byte, so that tests can also build damaged ones.</summary>
public static class IdxBytes
{
    public const byte UnsignedByte = 8;

    public static byte[] Build(byte type, int[] dimensions, byte[] elements)
    {
        var header = new byte[4 + 4 * dimensions.Length];
        header[2] = type;
        header[3] = (byte)dimensions.Length;
        for (var i = 0; i < dimensions.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + 4 * i), dimensions[i]);
        }

        return [.. header, .. elements];
    }

    /// <summary>
    /// Creates random images and their labels. Each image has a bright square whose position depends on the label, so
    /// that a model can learn it.
    /// </summary>
    public static (byte[] Images, byte[] Labels) Digits(int count, int seed)
    {
        const int edge = 28;
        Random random = new(seed);
        var pixels = new byte[count * edge * edge];
        var labels = new byte[count];
        for (var i = 0; i < count; i++)
        {
            labels[i] = (byte)(i % 10);
            var left = 2 + 5 * (labels[i] % 5) + random.Next(2);
            var top = 4 + 12 * (labels[i] / 5) + random.Next(2);
            for (var y = top; y < top + 6; y++)
            {
                for (var x = left; x < left + 3; x++)
                {
                    pixels[(i * edge + y) * edge + x] = (byte)random.Next(128, 256);
                }
            }
        }

        return (Build(UnsignedByte, [count, edge, edge], pixels), Build(UnsignedByte, [count], labels));
    }
}
