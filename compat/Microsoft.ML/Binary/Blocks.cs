using System.Text;

namespace Microsoft.ML.Data;

/// <summary>Gathers the values of one block.</summary>
internal abstract class BlockWriter<T>
{
    /// <summary>Gets the approximate length of the block so far, as ML.NET estimates it to choose the rows per block.</summary>
    public abstract long EstimatedLength { get; }

    public abstract void Add(in T value);

    public abstract void WriteTo(BinaryWriter writer);
}

/// <summary>The values of one block that was read.</summary>
internal abstract class Block<T>
{
    public abstract void Get(int row, ref T value);
}

/// <summary>Fetches one column's values into blocks.</summary>
internal abstract class ColumnBlockWriter
{
    public abstract long EstimatedLength { get; }

    public abstract void Fetch();

    /// <summary>Returns the bytes of the values that were fetched since the last call.</summary>
    public abstract byte[] TakeBlock();
}

/// <summary>Serves one column's values from one block after another.</summary>
internal abstract class ColumnBlockReader
{
    public abstract void Load(byte[] bytes, int rows);

    /// <summary>
    /// Creates a getter of the loaded block's value in the row whose index <paramref name="current"/> returns.
    /// </summary>
    public abstract Delegate MakeGetter(Func<int> current);
}

internal static class BlockBytes
{
    public static BinaryWriter WriterTo(Stream stream) => new(stream, Encoding.UTF8, leaveOpen: true);

    public static BinaryReader ReaderOf(Stream stream) => new(stream, Encoding.UTF8, leaveOpen: true);

    /// <exception cref="FormatException">The block has fewer bytes left.</exception>
    public static int[] ReadInts(this BinaryReader reader, int count)
    {
        Expect(count >= 0 && count <= (reader.BaseStream.Length - reader.BaseStream.Position) / sizeof(int));
        var values = new int[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = reader.ReadInt32();
        }

        return values;
    }

    /// <exception cref="FormatException">The block has fewer bytes left.</exception>
    public static long[] ReadLongs(this BinaryReader reader, int count)
    {
        Expect(count >= 0 && reader.HasBytes(sizeof(long) * (long)count));
        var values = new long[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = reader.ReadInt64();
        }

        return values;
    }

    public static bool HasBytes(this BinaryReader reader, long count) =>
        count <= reader.BaseStream.Length - reader.BaseStream.Position;

    public static void WriteLongs(this BinaryWriter writer, List<long> values)
    {
        foreach (var value in values)
        {
            writer.Write(value);
        }
    }

    public static void WriteInts(this BinaryWriter writer, List<int> values)
    {
        foreach (var value in values)
        {
            writer.Write(value);
        }
    }

    /// <exception cref="FormatException">The condition does not hold: the file is damaged.</exception>
    public static void Expect(bool condition)
    {
        if (!condition)
        {
            throw new FormatException("The binary data view is damaged: its parts contradict each other.");
        }
    }
}
