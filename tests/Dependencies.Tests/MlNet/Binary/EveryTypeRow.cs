using Microsoft.ML.Data;

namespace Dependencies.Tests;

/// <summary>A row with a value of each type that a binary file can contain. Scalar keys count from 0, those in vectors from 1.</summary>
internal sealed class EveryTypeRow
{
    public sbyte SByte { get; set; }

    public byte Byte { get; set; }

    public short Int16 { get; set; }

    public ushort UInt16 { get; set; }

    public int Int32 { get; set; }

    public uint UInt32 { get; set; }

    public long Int64 { get; set; }

    public ulong UInt64 { get; set; }

    public float Single { get; set; }

    public double Double { get; set; }

    public bool Boolean { get; set; }

    public string Text { get; set; } = "";

    public TimeSpan Span { get; set; }

    public DateTime Time { get; set; }

    public DateTimeOffset Zoned { get; set; }

    public DataViewRowId RowId { get; set; }

    [KeyType(4)]
    public byte ByteKey { get; set; }

    // ML.NET reads no scalar keys of this type from objects.
    [KeyType(300)]
    [VectorType(2)]
    public ushort[] UInt16Keys { get; set; } = [];

    [KeyType(4)]
    public uint UInt32Key { get; set; }

    [KeyType(5_000_000_000)]
    public ulong UInt64Key { get; set; }

    [VectorType(3)]
    public float[] Fixed { get; set; } = [];

    [VectorType(6)]
    public VBuffer<float> Sparse { get; set; }

    [VectorType(2, 3)]
    public int[] Matrix { get; set; } = [];

    public double[] Variable { get; set; } = [];

    public string[] Texts { get; set; } = [];

    [VectorType(10)]
    public bool[] Booleans { get; set; } = [];

    [KeyType(4)]
    [VectorType(2)]
    public uint[] Keys { get; set; } = [];

    public DateTimeOffset[] Zones { get; set; } = [];

    [VectorType(2)]
    public TimeSpan[] Spans { get; set; } = [];

    private static readonly string[] SomeTexts = ["bird", "", "Zürich 東京 😀", "a \"quoted\" text\n"];

    public static EveryTypeRow[] Rows() => [.. Enumerable.Range(0, 9).Select(Create)];

    private static EveryTypeRow Create(int i)
    {
        var time = new DateTime(2024, 2, 29, 23, 59, 59, DateTimeKind.Utc).AddTicks(i * 1_234_567L);
        var zoned = new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.FromMinutes((i - 4) * 90)).AddTicks(i);
        return new EveryTypeRow
        {
            SByte = (sbyte)(i == 0 ? sbyte.MinValue : i - 3),
            Byte = (byte)(i == 0 ? byte.MaxValue : i),
            Int16 = (short)(i == 0 ? short.MinValue : -i),
            UInt16 = (ushort)(i == 0 ? ushort.MaxValue : i),
            Int32 = i == 0 ? int.MinValue : i % 3,
            UInt32 = i == 0 ? uint.MaxValue : (uint)i,
            Int64 = i == 0 ? long.MinValue : -i,
            UInt64 = i == 0 ? ulong.MaxValue : (ulong)i,
            Single = i % 3 == 1 ? float.NaN : i / 3f,
            Double = i % 4 == 1 ? double.NegativeInfinity : -i / 7.0,
            Boolean = i % 3 == 0,
            Text = SomeTexts[i % SomeTexts.Length],
            Span = TimeSpan.FromTicks((i - 4) * 987_654_321L),
            Time = i == 0 ? DateTime.MaxValue : time,
            Zoned = i == 0 ? DateTimeOffset.MinValue : zoned,
            RowId = new DataViewRowId((ulong)i, ulong.MaxValue - (ulong)i),
            ByteKey = (byte)(i % 5),
            UInt16Keys = [(ushort)(i * 37), 300],
            UInt32Key = (uint)(i % 5),
            UInt64Key = (ulong)i * 700_000_000,
            Fixed = i % 5 == 2 ? [0, 0, 0] : [i, float.NaN, float.PositiveInfinity],
            Sparse = i % 2 == 0 ? new VBuffer<float>(6, 2, [i, -1], [1, 4]) : new VBuffer<float>(6, [1, 0, 3, 0, 5, i]),
            Matrix = [i, 1, 2, 3, 4, -i],
            Variable = [.. Enumerable.Range(0, i % 4).Select(j => j / 3.0)],
            Texts = [.. SomeTexts[..(i % 4)]],
            Booleans = [.. Enumerable.Range(0, 10).Select(j => (i + j) % 3 == 0)],
            Keys = [(uint)(i % 5), (uint)(i % 3)],
            Zones = [.. Enumerable.Repeat(zoned, i % 3)],
            Spans = [TimeSpan.FromSeconds(i), TimeSpan.FromDays(-i)],
        };
    }
}
