namespace Microsoft.ML.Data;

/// <summary>Stores eight Booleans in a byte, the first in the lowest bit.</summary>
internal sealed class BooleanCodec() : ValueCodec<bool>(FileName, BooleanDataViewType.Instance)
{
    public const string FileName = "Boolean";

    public override BlockWriter<bool> NewBlock() => new Writer();

    public override Block<bool> ReadBlock(BinaryReader reader, int count)
    {
        var bits = reader.ReadBytes((int)(((long)count + 7) / 8));
        BlockBytes.Expect(8L * bits.Length >= count);
        return new Values(bits);
    }

    private sealed class Writer : BlockWriter<bool>
    {
        private readonly List<byte> _bits = [];
        private int _count;

        // ML.NET still reckons with the two bits a value that it once wrote.
        public override long EstimatedLength => 4L * (((_count - 1) >> 4) + 1);

        public override void Add(in bool value)
        {
            if (_count % 8 == 0)
            {
                _bits.Add(0);
            }

            if (value)
            {
                _bits[^1] |= (byte)(1 << (_count % 8));
            }

            _count++;
        }

        public override void WriteTo(BinaryWriter writer) => writer.Write(_bits.ToArray());
    }

    private sealed class Values(byte[] bits) : Block<bool>
    {
        public override void Get(int row, ref bool value) => value = ((bits[row / 8] >> (row % 8)) & 1) != 0;
    }
}
