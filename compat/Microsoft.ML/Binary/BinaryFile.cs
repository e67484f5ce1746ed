namespace Microsoft.ML.Data;

/// <summary>An open binary file. Its blocks can be read by several threads.</summary>
internal sealed class BinaryFile : IDisposable
{
    private readonly Stream _stream;
    private readonly BinaryHeader _header;
    private readonly BinaryColumn[] _columns;
    private readonly BlockLookup[][] _lookups;
    private readonly Lock _lock = new();

    /// <exception cref="FormatException">The stream is no binary data view, or damaged.</exception>
    /// <exception cref="EndOfStreamException">It ends too early.</exception>
    /// <exception cref="NotSupportedException">It has values that cannot be read here.</exception>
    public BinaryFile(Stream stream)
    {
        _stream = stream;
        using var reader = BlockBytes.ReaderOf(stream);
        _header = BinaryHeader.Read(reader);
        stream.Position = _header.TableOfContentsOffset;
        var columns = new List<BinaryColumn>();
        while (columns.Count < _header.ColumnCount)
        {
            columns.Add(BinaryColumn.Read(reader));
        }

        _columns = columns.ToArray();
        RowsPerBlock = CommonRowsPerBlock();
        BlockCount = RowCount == 0 ? 0 : checked((int)((RowCount - 1) / RowsPerBlock + 1));
        _lookups = columns.ConvertAll(column => ReadLookups(reader, column)).ToArray();
        var schema = new DataViewSchema.Builder();
        foreach (var column in columns)
        {
            schema.AddColumn(
                column.Name,
                column.Codec.Type,
                BinaryAnnotations.Read(reader, column, _header.TailOffset)
            );
        }

        Schema = schema.ToSchema();
    }

    public DataViewSchema Schema { get; }

    public long RowCount => _header.RowCount;

    public int RowsPerBlock { get; }

    public int BlockCount { get; }

    public int RowsOf(int block) => (int)Math.Min(RowsPerBlock, RowCount - (long)block * RowsPerBlock);

    public ColumnBlockReader MakeReader(int column) => _columns[column].Codec.MakeReader();

    /// <exception cref="InvalidOperationException">The block is damaged, or the file was closed.</exception>
    public void Load(ColumnBlockReader reader, int column, int block)
    {
        try
        {
            var bytes = _columns[column].Compression.Expand(ReadStored(_lookups[column][block]));
            BlockBytes.Expect(bytes.Length == _lookups[column][block].ExpandedLength);
            reader.Load(bytes, RowsOf(block));
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException(
                $"Exception thrown in reading block {block} of column '{_columns[column].Name}'",
                exception
            );
        }
    }

    public void Dispose() => _stream.Dispose();

    private byte[] ReadStored(BlockLookup lookup)
    {
        var bytes = new byte[lookup.Length];
        lock (_lock)
        {
            _stream.Position = lookup.Offset;
            _stream.ReadExactly(bytes);
        }

        return bytes;
    }

    private int CommonRowsPerBlock()
    {
        var rows = _columns.FirstOrDefault()?.RowsPerBlock ?? int.MaxValue;
        BlockBytes.Expect(rows > 0 || RowCount == 0);
        if (_columns.Any(column => column.RowsPerBlock != rows))
        {
            throw new NotSupportedException("Different rows per block per column not supported yet");
        }

        return rows;
    }

    private BlockLookup[] ReadLookups(BinaryReader reader, BinaryColumn column)
    {
        BlockBytes.Expect(column.LookupOffset >= BinaryHeader.Size);
        BlockBytes.Expect(column.LookupOffset <= _header.TailOffset - (long)BlockLookup.Size * BlockCount);
        _stream.Position = column.LookupOffset;
        var lookups = new BlockLookup[BlockCount];
        for (var i = 0; i < lookups.Length; i++)
        {
            var lookup = lookups[i] = BlockLookup.Read(reader);
            BlockBytes.Expect(lookup.Length >= 0 && lookup.ExpandedLength >= 0);
            BlockBytes.Expect(BinaryHeader.Size <= lookup.Offset);
            BlockBytes.Expect(lookup.Offset <= _header.TailOffset - lookup.Length);
        }

        return lookups;
    }
}
