namespace VaeMlNet.Files;

/// <summary>The checksum of PNG chunks and of files in zip archives. Source: Portable Network Graphics, second edition, annex D.</summary>
internal static class Crc32
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(n => OfByte((uint)n))];

    /// <summary>Returns the checksum of more bytes.</summary>
    /// <param name="sum">The checksum of the bytes before; 0 for none.</param>
    /// <param name="bytes">The bytes.</param>
    public static uint Add(uint sum, ReadOnlySpan<byte> bytes)
    {
        var crc = ~sum;
        foreach (var b in bytes)
        {
            crc = Table[(crc ^ b) & 0xFF] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static uint OfByte(uint crc)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
        }

        return crc;
    }
}
