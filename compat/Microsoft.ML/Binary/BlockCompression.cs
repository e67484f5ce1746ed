using System.IO.Compression;

namespace Microsoft.ML.Data;

/// <summary>The compression of a block. The numbers are those in the file.</summary>
internal enum BlockCompression : byte
{
    None = 0,
    Deflate = 1,
}

internal static class BlockCompressionExtensions
{
    public static byte[] Deflate(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var deflate = new DeflateStream(compressed, CompressionMode.Compress, leaveOpen: true))
        {
            deflate.Write(bytes);
        }

        return compressed.ToArray();
    }

    public static byte[] Expand(this BlockCompression compression, byte[] stored)
    {
        if (compression == BlockCompression.None)
        {
            return stored;
        }

        using var deflate = new DeflateStream(new MemoryStream(stored), CompressionMode.Decompress);
        using var expanded = new MemoryStream();
        deflate.CopyTo(expanded);
        return expanded.ToArray();
    }

    /// <exception cref="NotSupportedException">The file's byte is no compression that is known here.</exception>
    public static BlockCompression ReadCompression(this BinaryReader reader)
    {
        var compression = (BlockCompression)reader.ReadByte();
        return Enum.IsDefined(compression)
            ? compression
            : throw new NotSupportedException($"Blocks with compression {compression} are not supported here.");
    }
}
