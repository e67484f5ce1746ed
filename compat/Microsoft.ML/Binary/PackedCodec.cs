using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Data;

/// <summary>Stores values one after the other, in little-endian order.</summary>
internal class PackedCodec<T>(string name, DataViewType type) : ValueCodec<T>(name, type)
    where T : unmanaged
{
    public sealed override BlockWriter<T> NewBlock() => new Writer();

    public sealed override Block<T> ReadBlock(BinaryReader reader, int count)
    {
        var bytes = reader.ReadBytes(checked(count * Unsafe.SizeOf<T>()));
        BlockBytes.Expect(bytes.Length == count * Unsafe.SizeOf<T>());
        return new Values(MemoryMarshal.Cast<byte, T>(bytes).ToArray());
    }

    private sealed class Writer : BlockWriter<T>
    {
        private readonly List<T> _values = [];

        public override long EstimatedLength => (long)Unsafe.SizeOf<T>() * _values.Count;

        public override void Add(in T value) => _values.Add(value);

        public override void WriteTo(BinaryWriter writer) =>
            writer.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_values)));
    }

    private sealed class Values(T[] values) : Block<T>
    {
        public override void Get(int row, ref T value) => value = values[row];
    }
}
