namespace Microsoft.ML.Data;

/// <summary>A column as the table of contents has it. MetadataOffset is 0 for a column without annotations.</summary>
internal sealed record BinaryColumn(
    string Name,
    ValueCodec Codec,
    BlockCompression Compression,
    int RowsPerBlock,
    long LookupOffset,
    long MetadataOffset
)
{
    public void Write(BinaryWriter writer)
    {
        writer.Write(Name);
        ValueCodecs.Write(writer, Codec);
        writer.Write((byte)Compression);
        writer.Write7BitEncodedInt64(RowsPerBlock);
        writer.Write(LookupOffset);
        writer.Write(MetadataOffset);
    }

    public static BinaryColumn Read(BinaryReader reader) =>
        new(
            reader.ReadString(),
            ValueCodecs.Read(reader),
            reader.ReadCompression(),
            checked((int)reader.Read7BitEncodedInt64()),
            reader.ReadInt64(),
            reader.ReadInt64()
        );
}

/// <summary>The position and length of a block in the file, and its expanded length.</summary>
internal readonly record struct BlockLookup(long Offset, int Length, int ExpandedLength)
{
    public const int Size = 16;

    public void Write(BinaryWriter writer)
    {
        writer.Write(Offset);
        writer.Write(Length);
        writer.Write(ExpandedLength);
    }

    public static BlockLookup Read(BinaryReader reader) =>
        new(reader.ReadInt64(), reader.ReadInt32(), reader.ReadInt32());
}
