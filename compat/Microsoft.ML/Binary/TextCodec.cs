using System.Text;

namespace Microsoft.ML.Data;

/// <summary>The count of values, where each ends in the joined text (in characters), and the joined text.</summary>
internal sealed class TextCodec() : ValueCodec<ReadOnlyMemory<char>>(FileName, TextDataViewType.Instance)
{
    public const string FileName = "TextSpan";

    // Files of before ML.NET 1.0 mark a missing text by the high bit of its end; it is empty now.
    private const int EndMask = int.MaxValue;

    public override BlockWriter<ReadOnlyMemory<char>> NewBlock() => new Writer();

    public override Block<ReadOnlyMemory<char>> ReadBlock(BinaryReader reader, int count)
    {
        BlockBytes.Expect(reader.ReadInt32() == count);
        var ends = reader.ReadInts(count);
        var text = reader.ReadString();
        var end = 0;
        foreach (var next in ends)
        {
            BlockBytes.Expect((next & EndMask) >= end);
            end = next & EndMask;
        }

        BlockBytes.Expect(text.Length == end);
        return new Values(ends, text);
    }

    private sealed class Writer : BlockWriter<ReadOnlyMemory<char>>
    {
        private readonly StringBuilder _text = new();
        private readonly List<int> _ends = [];

        public override long EstimatedLength => sizeof(int) * (1 + (long)_ends.Count) + _text.Length;

        public override void Add(in ReadOnlyMemory<char> value)
        {
            _text.Append(value);
            _ends.Add(_text.Length);
        }

        public override void WriteTo(BinaryWriter writer)
        {
            writer.Write(_ends.Count);
            writer.WriteInts(_ends);
            writer.Write(_text.ToString());
        }
    }

    private sealed class Values(int[] ends, string text) : Block<ReadOnlyMemory<char>>
    {
        public override void Get(int row, ref ReadOnlyMemory<char> value)
        {
            var start = row == 0 ? 0 : ends[row - 1] & EndMask;
            value = ends[row] < 0 ? default : text.AsMemory(start, ends[row] - start);
        }
    }
}
