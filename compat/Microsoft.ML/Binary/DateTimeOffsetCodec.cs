namespace Microsoft.ML.Data;

/// <summary>The offsets from UTC of all values in minutes, 16 bits each, followed by the ticks of their local times.</summary>
internal sealed class DateTimeOffsetCodec() : ValueCodec<DateTimeOffset>(FileName, DateTimeOffsetDataViewType.Instance)
{
    public const string FileName = "DateTimeOffset";

    // Files from before ML.NET 1.0 contain it for a missing value, which is now read as no offset.
    private const short Missing = short.MinValue;

    public override BlockWriter<DateTimeOffset> NewBlock() => new Writer();

    public override Block<DateTimeOffset> ReadBlock(BinaryReader reader, int count)
    {
        BlockBytes.Expect(reader.HasBytes((sizeof(short) + sizeof(long)) * (long)count));
        var minutes = new short[count];
        for (var i = 0; i < count; i++)
        {
            minutes[i] = reader.ReadInt16();
        }

        return new Values(minutes, reader.ReadLongs(count));
    }

    private sealed class Writer : BlockWriter<DateTimeOffset>
    {
        private readonly List<short> _minutes = [];
        private readonly List<long> _ticks = [];

        public override long EstimatedLength => (sizeof(short) + sizeof(long)) * (long)_ticks.Count;

        public override void Add(in DateTimeOffset value)
        {
            _minutes.Add((short)value.Offset.TotalMinutes);
            _ticks.Add(value.DateTime.Ticks);
        }

        public override void WriteTo(BinaryWriter writer)
        {
            foreach (var minutes in _minutes)
            {
                writer.Write(minutes);
            }

            writer.WriteLongs(_ticks);
        }
    }

    private sealed class Values(short[] minutes, long[] ticks) : Block<DateTimeOffset>
    {
        public override void Get(int row, ref DateTimeOffset value)
        {
            var offset = minutes[row] == Missing ? 0 : minutes[row];
            value = new DateTimeOffset(DateTimeCodec.FromTicks(ticks[row]), new TimeSpan(0, offset, 0));
        }
    }
}
