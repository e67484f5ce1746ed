using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>
/// The count of vectors; their common length, or 0 and all lengths; for each how many of its values are explicit (-1:
/// it is dense); the count of indices and these; then all explicit values as the items' codec writes them. The
/// parameters are the items' codec and the dimensions.
/// </summary>
internal sealed class VectorCodec<T>(VectorDataViewType type, ValueCodec<T> items)
    : ValueCodec<VBuffer<T>>(VectorCodec.FileName, type)
{
    public override void WriteParameters(BinaryWriter writer)
    {
        ValueCodecs.Write(writer, items);
        PrimitiveCodec.WriteArray(writer, type.Dimensions);
    }

    public override BlockWriter<VBuffer<T>> NewBlock() => new Writer(type.Size, items.NewBlock());

    public override Block<VBuffer<T>> ReadBlock(BinaryReader reader, int count)
    {
        var vectors = VectorCodec.ReadLayout(reader, count, type.Size);
        return new Vectors(vectors, items.ReadBlock(reader, vectors.ValueStarts[count]));
    }

    private sealed class Writer(int size, BlockWriter<T> values) : BlockWriter<VBuffer<T>>
    {
        private readonly List<int> _lengths = [];
        private readonly List<int> _counts = [];
        private readonly List<int> _indices = [];

        public override long EstimatedLength =>
            sizeof(int) * (3L + (size > 0 ? 0 : _lengths.Count) + _counts.Count + _indices.Count)
            + values.EstimatedLength;

        public override void Add(in VBuffer<T> value)
        {
            Check.That(
                size == 0 || value.Length == size,
                $"Length mismatch: expected {size} slots but got {value.Length}"
            );
            _lengths.Add(value.Length);
            _counts.Add(value.IsDense ? -1 : value.GetValues().Length);
            _indices.AddRange(value.GetIndices());
            foreach (ref readonly var item in value.GetValues())
            {
                values.Add(item);
            }
        }

        public override void WriteTo(BinaryWriter writer)
        {
            var length = _lengths.TrueForAll(next => next == _lengths[0]) ? _lengths[0] : 0;
            writer.Write(_counts.Count);
            writer.Write(length);
            if (length == 0)
            {
                writer.WriteInts(_lengths);
            }

            writer.WriteInts(_counts);
            writer.Write(_indices.Count);
            writer.WriteInts(_indices);
            values.WriteTo(writer);
        }
    }

    private sealed class Vectors(VectorLayout layout, Block<T> values) : Block<VBuffer<T>>
    {
        public override void Get(int row, ref VBuffer<T> value)
        {
            var first = layout.ValueStarts[row];
            var count = layout.ValueStarts[row + 1] - first;
            var editor = VBufferEditor.Create(ref value, layout.Lengths[row], count);
            for (var i = 0; i < count; i++)
            {
                values.Get(first + i, ref editor.Values[i]);
            }

            if (count < layout.Lengths[row])
            {
                layout.Indices.AsSpan(layout.IndexStarts[row], count).CopyTo(editor.Indices);
            }

            value = editor.Commit();
        }
    }
}
