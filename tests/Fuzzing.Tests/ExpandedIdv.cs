using System.Buffers.Binary;
using System.IO.Compression;

namespace Fuzzing.Tests;

/// <summary>Writes a binary file's blocks without compression, so that a changed byte is a changed value or size.</summary>
internal static class ExpandedIdv
{
    private const int TableOfContentsOffset = 24;
    private const int TailOffset = 32;
    private const int ColumnCountOffset = 48;
    private const int TailLength = sizeof(long);

    /// <summary>Returns the file with its blocks, one for each column, at its end.</summary>
    public static byte[] Create(byte[] original)
    {
        using MemoryStream file = new();
        file.Write(original.AsSpan(0, original.Length - TailLength));
        byte[] start = [.. original];
        using BinaryReader reader = new(new MemoryStream(original));
        reader.BaseStream.Position = BinaryPrimitives.ReadInt64LittleEndian(start.AsSpan(TableOfContentsOffset));
        for (var left = BinaryPrimitives.ReadInt32LittleEndian(start.AsSpan(ColumnCountOffset)); left > 0; left--)
        {
            _ = reader.ReadString(); // the column's name, then the name of its codec and its parameters
            _ = reader.ReadString();
            _ = reader.ReadBytes(reader.Read7BitEncodedInt());
            start[reader.BaseStream.Position++] = 0; // no compression
            _ = reader.Read7BitEncodedInt();
            var block = start.AsSpan((int)reader.ReadInt64());
            _ = reader.ReadInt64();
            var bytes = Expand(
                original,
                (int)BinaryPrimitives.ReadInt64LittleEndian(block),
                BinaryPrimitives.ReadInt32LittleEndian(block[8..])
            );
            BinaryPrimitives.WriteInt64LittleEndian(block, file.Position);
            BinaryPrimitives.WriteInt32LittleEndian(block[8..], bytes.Length);
            file.Write(bytes);
        }

        BinaryPrimitives.WriteInt64LittleEndian(start.AsSpan(TailOffset), file.Position);
        file.Write(original.AsSpan(original.Length - TailLength));
        file.Position = 0;
        file.Write(start.AsSpan(0, original.Length - TailLength));
        return file.ToArray();
    }

    private static byte[] Expand(byte[] file, int offset, int length)
    {
        using DeflateStream deflate = new(new MemoryStream(file, offset, length), CompressionMode.Decompress);
        using MemoryStream expanded = new();
        deflate.CopyTo(expanded);
        return expanded.ToArray();
    }
}
