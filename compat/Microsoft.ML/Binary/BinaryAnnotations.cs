namespace Microsoft.ML.Data;

/// <summary>A column's annotations in a binary file: a block each, then a table of contents of them.</summary>
internal static class BinaryAnnotations
{
    /// <summary>Writes them and returns where their table of contents is, or 0 if there are none.</summary>
    public static long Write(BinaryWriter writer, DataViewSchema.Annotations annotations)
    {
        var entries = annotations
            .Schema.Where(annotation => ValueCodecs.IsSavable(annotation.Type))
            .Select(annotation => WriteBlock(writer, annotations, annotation))
            .ToArray();
        if (entries.Length == 0)
        {
            return 0;
        }

        if (entries.GroupBy(entry => entry.Kind).FirstOrDefault(kind => kind.Count() > 1) is { } twice)
        {
            throw new InvalidOperationException($"Metadata with duplicate kind '{twice.Key}' encountered, disallowed");
        }

        var offset = writer.BaseStream.Position;
        writer.Write7BitEncodedInt64(entries.Length);
        foreach (var entry in entries)
        {
            entry.Write(writer);
        }

        return offset;
    }

    public static DataViewSchema.Annotations Read(BinaryReader reader, BinaryColumn column, long tailOffset)
    {
        if (column.MetadataOffset == 0)
        {
            return null;
        }

        var stream = reader.BaseStream;
        stream.Position = column.MetadataOffset;
        var entries = new List<Entry>();
        for (var left = reader.Read7BitEncodedInt64(); left > 0; left--)
        {
            entries.Add(Entry.Read(reader));
        }

        var annotations = new DataViewSchema.Annotations.Builder();
        foreach (var entry in entries)
        {
            BlockBytes.Expect(entry.Offset >= BinaryHeader.Size && entry.Length > 0);
            BlockBytes.Expect(entry.Length <= tailOffset - entry.Offset);
            stream.Position = entry.Offset;
            var stored = reader.ReadBytes(checked((int)entry.Length));
            var getter = entry.Codec.ReadAnnotation(entry.Compression.Expand(stored));
            annotations.Add(entry.Kind, entry.Codec.Type, getter);
        }

        return annotations.ToAnnotations();
    }

    private static Entry WriteBlock(
        BinaryWriter writer,
        DataViewSchema.Annotations annotations,
        DataViewSchema.Column annotation
    )
    {
        var codec = ValueCodecs.Create(annotation.Type);
        var block = codec.WriteAnnotation(annotations, annotation);
        var deflated = BlockCompressionExtensions.Deflate(block);
        // Small blocks grow when they are compressed.
        var compression = block.Length <= deflated.Length ? BlockCompression.None : BlockCompression.Deflate;
        var stored = compression == BlockCompression.None ? block : deflated;
        var offset = writer.BaseStream.Position;
        writer.Write(stored);
        return new Entry(annotation.Name, codec, compression, offset, stored.Length);
    }

    private sealed record Entry(string Kind, ValueCodec Codec, BlockCompression Compression, long Offset, long Length)
    {
        public void Write(BinaryWriter writer)
        {
            writer.Write(Kind);
            ValueCodecs.Write(writer, Codec);
            writer.Write((byte)Compression);
            writer.Write(Offset);
            writer.Write7BitEncodedInt64(Length);
        }

        public static Entry Read(BinaryReader reader) =>
            new(
                reader.ReadString(),
                ValueCodecs.Read(reader),
                reader.ReadCompression(),
                reader.ReadInt64(),
                reader.Read7BitEncodedInt64()
            );
    }
}
