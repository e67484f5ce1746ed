using System.Numerics;

namespace Microsoft.ML.Data;

/// <summary>128 bits that identify a row: an unfinished MurmurHash3 (128 bit, x64) state.</summary>
public readonly struct DataViewRowId : IComparable<DataViewRowId>, IEquatable<DataViewRowId>
{
    private const ulong C1 = 0x87c37b91114253d5;
    private const ulong C2 = 0x4cf5ad432745937f;

    public readonly ulong Low;
    public readonly ulong High;

    public DataViewRowId(ulong low, ulong high)
    {
        Low = low;
        High = high;
    }

    /// <summary>The state after a block of 16 zero bytes.</summary>
    public DataViewRowId Next() => Mix(Low, High, 0, 0);

    /// <summary>As <see cref="Next"/>, but with the block's scrambled first word mixed in afterwards.</summary>
    public DataViewRowId Fork()
    {
        var next = Next();
        return new DataViewRowId(next.Low ^ (BitOperations.RotateLeft(C1, 31) * C2), next.High);
    }

    public DataViewRowId Combine(DataViewRowId other)
    {
        other = other.Fork();
        return Mix(Low, High, other.Low, other.High);
    }

    public int CompareTo(DataViewRowId other) =>
        High != other.High ? High.CompareTo(other.High) : Low.CompareTo(other.Low);

    public bool Equals(DataViewRowId other) => Low == other.Low && High == other.High;

    public override bool Equals(object obj) => obj is DataViewRowId other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Low, High);

    public override string ToString() => $"{High:x16}{Low:x16}";

    private static DataViewRowId Mix(ulong h1, ulong h2, ulong k1, ulong k2)
    {
        h1 ^= BitOperations.RotateLeft(k1 * C1, 31) * C2;
        h1 = ((BitOperations.RotateLeft(h1, 27) + h2) * 5) + 0x52dce729;
        h2 ^= BitOperations.RotateLeft(k2 * C2, 33) * C1;
        h2 = ((BitOperations.RotateLeft(h2, 31) + h1) * 5) + 0x38495ab5;
        return new DataViewRowId(h1, h2);
    }
}
