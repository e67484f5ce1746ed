namespace Microsoft.ML.Data;

/// <summary>Reads and writes the values of a column type in blocks.</summary>
internal abstract class ValueCodec(string name, DataViewType type)
{
    /// <summary>Gets the name of the codec in files.</summary>
    public string Name { get; } = name;

    public DataViewType Type { get; } = type;

    /// <summary>Writes what the file holds of the codec besides its name.</summary>
    public virtual void WriteParameters(BinaryWriter writer) { }

    public abstract ColumnBlockWriter MakeWriter(DataViewRow row, DataViewSchema.Column column);

    public abstract ColumnBlockReader MakeReader();

    /// <summary>Returns the bytes of a block with the value of one annotation.</summary>
    public abstract byte[] WriteAnnotation(DataViewSchema.Annotations annotations, DataViewSchema.Column annotation);

    /// <summary>Reads a block with one annotation. Returns a getter of its value.</summary>
    public Delegate ReadAnnotation(byte[] block)
    {
        var reader = MakeReader();
        reader.Load(block, rows: 1);
        return reader.MakeGetter(() => 0);
    }
}

internal abstract class ValueCodec<T>(string name, DataViewType type) : ValueCodec(name, type)
{
    public abstract BlockWriter<T> NewBlock();

    /// <exception cref="FormatException">The bytes are no block of that many values.</exception>
    public abstract Block<T> ReadBlock(BinaryReader reader, int count);

    public sealed override ColumnBlockWriter MakeWriter(DataViewRow row, DataViewSchema.Column column) =>
        new Writer(this, row.GetGetter<T>(column));

    public sealed override ColumnBlockReader MakeReader() => new Reader(this);

    public sealed override byte[] WriteAnnotation(
        DataViewSchema.Annotations annotations,
        DataViewSchema.Column annotation
    )
    {
        var writer = new Writer(this, annotations.GetGetter<T>(annotation));
        writer.Fetch();
        return writer.TakeBlock();
    }

    private sealed class Writer(ValueCodec<T> codec, ValueGetter<T> get) : ColumnBlockWriter
    {
        private BlockWriter<T> _block = codec.NewBlock();
        private T _value;

        public override long EstimatedLength => _block.EstimatedLength;

        public override void Fetch()
        {
            get(ref _value);
            _block.Add(_value);
        }

        public override byte[] TakeBlock()
        {
            using var bytes = new MemoryStream();
            using (var writer = BlockBytes.WriterTo(bytes))
            {
                _block.WriteTo(writer);
            }

            _block = codec.NewBlock();
            return bytes.ToArray();
        }
    }

    private sealed class Reader(ValueCodec<T> codec) : ColumnBlockReader
    {
        private Block<T> _block;

        public override void Load(byte[] bytes, int rows)
        {
            using var reader = BlockBytes.ReaderOf(new MemoryStream(bytes));
            _block = codec.ReadBlock(reader, rows);
        }

        public override Delegate MakeGetter(Func<int> current) =>
            (ValueGetter<T>)((ref T value) => _block.Get(current(), ref value));
    }
}
