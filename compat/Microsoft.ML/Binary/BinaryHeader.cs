namespace Microsoft.ML.Data;

/// <summary>The first 256 bytes of a binary file; those after the fields are zero.</summary>
internal sealed record BinaryHeader(long TableOfContentsOffset, long TailOffset, long RowCount, int ColumnCount)
{
    public const int Size = 256;
    public const ulong TailSignature = 0x434D4C0044564200;

    // "CML\0DVB\0" in the file, and backwards at its end.
    private const ulong Signature = 0x00425644004C4D43;
    private const ulong Version = 0x0001000100010006;
    private const ulong OldestReadable = 0x0001000100010004;

    public void Write(BinaryWriter writer)
    {
        var bytes = new byte[Size];
        using var fields = new BinaryWriter(new MemoryStream(bytes));
        fields.Write(Signature);
        fields.Write(Version);
        fields.Write(Version); // the oldest reader's
        fields.Write(TableOfContentsOffset);
        fields.Write(TailOffset);
        fields.Write(RowCount);
        fields.Write(ColumnCount);
        writer.Write(bytes);
    }

    /// <exception cref="FormatException">The stream is no binary data view, or damaged.</exception>
    /// <exception cref="InvalidOperationException">It is of a version that cannot be read.</exception>
    public static BinaryHeader Read(BinaryReader reader)
    {
        var bytes = reader.ReadBytes(Size);
        if (bytes.Length < Size)
        {
            throw new FormatException($"Read only {bytes.Length} bytes in file, expected header size of {Size}");
        }

        using var fields = new BinaryReader(new MemoryStream(bytes));
        if (fields.ReadUInt64() != Signature)
        {
            throw new FormatException("This does not appear to be a binary dataview file");
        }

        CheckVersions(fields.ReadUInt64(), fields.ReadUInt64());
        var header = new BinaryHeader(fields.ReadInt64(), fields.ReadInt64(), fields.ReadInt64(), fields.ReadInt32());
        header.CheckFields();
        reader.BaseStream.Position = header.TailOffset;
        if (reader.ReadUInt64() != TailSignature)
        {
            throw new FormatException("Incorrect tail signature");
        }

        return header;
    }

    private static void CheckVersions(ulong written, ulong compatible)
    {
        if (compatible > written)
        {
            throw new FormatException(
                $"Compatibility version {Text(compatible)} cannot be greater than file version {Text(written)}"
            );
        }

        if (compatible is < OldestReadable or > Version)
        {
            throw new InvalidOperationException(
                $"Cannot read version {Text(compatible)} data, only {Text(OldestReadable)} to {Text(Version)}"
            );
        }
    }

    private void CheckFields()
    {
        if (RowCount < 0 || ColumnCount < 0)
        {
            throw new FormatException($"Row count {RowCount} and column count {ColumnCount} cannot be negative");
        }

        if (TableOfContentsOffset < Size && ColumnCount > 0)
        {
            throw new FormatException(
                $"Table of contents offset {TableOfContentsOffset} less than header size, impossible"
            );
        }

        if (TailOffset < Size)
        {
            throw new FormatException($"Tail offset {TailOffset} less than header size, impossible");
        }
    }

    private static string Text(ulong version) =>
        $"{version >> 48}.{(ushort)(version >> 32)}.{(ushort)(version >> 16)}.{(ushort)version}";
}
