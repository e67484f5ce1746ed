namespace Microsoft.ML.Data;

/// <summary>
/// Writes columns of a view: the header, the blocks, then for each column where its blocks are, for each its
/// annotations, the table of contents and the tail signature.
/// </summary>
internal sealed class BinarySaver(IDataView data, DataViewSchema.Column[] columns)
{
    private const int MaximumRowsPerBlock = 1 << 13;
    private const long MaximumBytesPerBlock = 80 << 20; // of all columns together

    private readonly ValueCodec[] _codecs = columns.Select(column => ValueCodecs.Create(column.Type)).ToArray();

    public void Save(Stream stream)
    {
        var rowsPerBlock = RowsPerBlock();
        using var writer = BlockBytes.WriterTo(stream);
        writer.Write(new byte[BinaryHeader.Size]);
        var lookups = columns.Select(_ => new List<BlockLookup>()).ToArray();
        var rows = WriteAllBlocks(writer, rowsPerBlock, lookups);
        var lookupOffsets = lookups.Select(column => WriteLookups(writer, column)).ToArray();
        var metadataOffsets = columns.Select(column => BinaryAnnotations.Write(writer, column.Annotations)).ToArray();
        var contents = stream.Position;
        for (var i = 0; i < columns.Length; i++)
        {
            var deflate = BlockCompression.Deflate;
            new BinaryColumn(
                columns[i].Name,
                _codecs[i],
                deflate,
                rowsPerBlock,
                lookupOffsets[i],
                metadataOffsets[i]
            ).Write(writer);
        }

        var tail = stream.Position;
        writer.Write(BinaryHeader.TailSignature);
        // Last, so that a file that was not finished has no signature.
        writer.Seek(0, SeekOrigin.Begin);
        new BinaryHeader(contents, tail, rows, columns.Length).Write(writer);
    }

    /// <summary>
    /// Returns as many rows as fit into the limits. It estimates them from rows in random order if that is possible.
    /// </summary>
    private int RowsPerBlock()
    {
        using var cursor = data.GetRowCursor(columns, data.CanShuffle ? new Random(0) : null);
        var writers = MakeWriters(cursor);
        var rows = 0;
        while (rows < MaximumRowsPerBlock && cursor.MoveNext())
        {
            foreach (var writer in writers)
            {
                writer.Fetch();
            }

            if (writers.Sum(writer => writer.EstimatedLength) > MaximumBytesPerBlock)
            {
                break;
            }

            rows++;
        }

        return Math.Max(1, rows);
    }

    private long WriteAllBlocks(BinaryWriter writer, int rowsPerBlock, List<BlockLookup>[] lookups)
    {
        try
        {
            return WriteBlocks(writer, rowsPerBlock, lookups);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException("Exception thrown in cursoring", exception);
        }
    }

    private long WriteBlocks(BinaryWriter writer, int rowsPerBlock, List<BlockLookup>[] lookups)
    {
        using var cursor = data.GetRowCursor(columns);
        var writers = MakeWriters(cursor);
        long rows = 0;
        while (cursor.MoveNext())
        {
            foreach (var column in writers)
            {
                column.Fetch();
            }

            if (++rows % rowsPerBlock == 0)
            {
                WriteBlock(writer, writers, lookups);
            }
        }

        if (rows % rowsPerBlock != 0)
        {
            WriteBlock(writer, writers, lookups);
        }

        return rows;
    }

    private static void WriteBlock(BinaryWriter writer, ColumnBlockWriter[] writers, List<BlockLookup>[] lookups)
    {
        for (var i = 0; i < writers.Length; i++)
        {
            var block = writers[i].TakeBlock();
            var stored = BlockCompressionExtensions.Deflate(block);
            lookups[i].Add(new BlockLookup(writer.BaseStream.Position, stored.Length, block.Length));
            writer.Write(stored);
        }
    }

    private static long WriteLookups(BinaryWriter writer, List<BlockLookup> lookups)
    {
        var offset = writer.BaseStream.Position;
        foreach (var lookup in lookups)
        {
            lookup.Write(writer);
        }

        return offset;
    }

    private ColumnBlockWriter[] MakeWriters(DataViewRow row) =>
        columns.Select((column, i) => _codecs[i].MakeWriter(row, column)).ToArray();
}
