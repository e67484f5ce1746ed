using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace Dependencies.Tests;

/// <summary>A binary file's parts, taken apart as ML.NET's docs/code/IdvFileFormat.md describes them.</summary>
internal sealed class BinaryContents
{
    private readonly byte[] bytes;

    public BinaryContents(byte[] bytes)
    {
        this.bytes = bytes;
        using var reader = ReaderAt(Int64At(24));
        Columns = [.. Enumerable.Range(0, Int32At(48)).Select(_ => Column.Read(reader))];
        TableOfContentsEnd = reader.BaseStream.Position;
    }

    public Column[] Columns { get; }

    public long TableOfContentsEnd { get; }

    public long Int64At(long offset) => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan((int)offset));

    public int Int32At(long offset) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan((int)offset));

    /// <summary>Returns the bytes of a column's block as they are stored in the file.</summary>
    public Span<byte> StoredBlock(Column column, int block = 0)
    {
        var entry = column.Lookup + 16 * block;
        return bytes.AsSpan((int)Int64At(entry), Int32At(entry + 8));
    }

    public byte[] Block(Column column, int block = 0)
    {
        var expanded = Expand(StoredBlock(column, block).ToArray());
        Assert.That(expanded, Has.Length.EqualTo(Int32At(column.Lookup + 16 * block + 12)));
        return expanded;
    }

    /// <summary>Returns the kind, codec and block of each annotation.</summary>
    public (string Kind, string Codec, byte[] Block)[] Annotations(Column column)
    {
        using var reader = ReaderAt(column.Annotations);
        return [.. Enumerable.Range(0, reader.Read7BitEncodedInt()).Select(_ => ReadAnnotation(reader))];
    }

    /// <summary>Returns all contents of the file, independent of their positions and compression.</summary>
    public string[] Describe()
    {
        var rows = Int64At(40);
        List<string> lines = [$"version {Int64At(8):x}, oldest reader {Int64At(16):x}, {rows} rows"];
        foreach (var column in Columns)
        {
            var parameters = Convert.ToHexString(column.Parameters);
            lines.Add($"{column.Name}: {column.Codec} {parameters} {column.Compression} {column.RowsPerBlock}");
            for (var block = 0; (long)block * column.RowsPerBlock < rows; block++)
            {
                lines.Add($"block {block}: {Convert.ToHexString(Block(column, block))}");
            }

            foreach (var (kind, codec, block) in column.Annotations == 0 ? [] : Annotations(column))
            {
                lines.Add($"{kind}: {codec} {Convert.ToHexString(block)}");
            }
        }

        return [.. lines];
    }

    public static byte[] Packed<T>(params T[] values)
        where T : unmanaged => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

    private (string Kind, string Codec, byte[] Block) ReadAnnotation(BinaryReader reader)
    {
        var kind = reader.ReadString();
        var codec = reader.ReadString();
        reader.ReadBytes(reader.Read7BitEncodedInt());
        var isCompressed = reader.ReadByte() == 1;
        var offset = (int)reader.ReadInt64();
        var stored = bytes[offset..(offset + reader.Read7BitEncodedInt())];
        return (kind, codec, isCompressed ? Expand(stored) : stored);
    }

    private BinaryReader ReaderAt(long offset) => new(new MemoryStream(bytes) { Position = offset }, Encoding.UTF8);

    private static byte[] Expand(byte[] stored)
    {
        using var deflate = new DeflateStream(new MemoryStream(stored), CompressionMode.Decompress);
        using var expanded = new MemoryStream();
        deflate.CopyTo(expanded);
        return expanded.ToArray();
    }

    public sealed record Column(
        string Name,
        string Codec,
        byte[] Parameters,
        byte Compression,
        int RowsPerBlock,
        long Lookup,
        long Annotations
    )
    {
        public static Column Read(BinaryReader reader) =>
            new(
                reader.ReadString(),
                reader.ReadString(),
                reader.ReadBytes(reader.Read7BitEncodedInt()),
                reader.ReadByte(),
                reader.Read7BitEncodedInt(),
                reader.ReadInt64(),
                reader.ReadInt64()
            );
    }
}
