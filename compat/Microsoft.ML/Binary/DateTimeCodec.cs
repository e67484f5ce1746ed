namespace Microsoft.ML.Data;

/// <summary>The ticks of each value. Whether a value is local or UTC is not stored.</summary>
internal sealed class DateTimeCodec() : ValueCodec<DateTime>(FileName, DateTimeDataViewType.Instance)
{
    public const string FileName = "DateTime";

    // Files from before ML.NET 1.0 contain it for a missing value, which is now read as the default value.
    private const long Missing = long.MinValue;

    public override BlockWriter<DateTime> NewBlock() => new Writer();

    public override Block<DateTime> ReadBlock(BinaryReader reader, int count) => new Values(reader.ReadLongs(count));

    public static DateTime FromTicks(long ticks) => ticks == Missing ? default : new DateTime(ticks);

    private sealed class Writer : BlockWriter<DateTime>
    {
        private readonly List<long> _ticks = [];

        public override long EstimatedLength => sizeof(long) * (long)_ticks.Count;

        public override void Add(in DateTime value) => _ticks.Add(value.Ticks);

        public override void WriteTo(BinaryWriter writer) => writer.WriteLongs(_ticks);
    }

    private sealed class Values(long[] ticks) : Block<DateTime>
    {
        public override void Get(int row, ref DateTime value) => value = FromTicks(ticks[row]);
    }
}
