namespace Microsoft.ML.Data;

/// <summary>
/// The lengths of a block's vectors and the positions of their values and indices. The starts have one more element than
/// vectors.
/// </summary>
internal sealed record VectorLayout(int[] Lengths, int[] ValueStarts, int[] IndexStarts, int[] Indices);

internal static class VectorCodec
{
    public const string FileName = "VBuffer";

    public static VectorDataViewType ReadType(BinaryReader reader)
    {
        var itemType = ValueCodecs.Read(reader).Type as PrimitiveDataViewType;
        var dimensions = reader.ReadInts(reader.ReadInt32());
        BlockBytes.Expect(itemType is not null && dimensions.All(dimension => dimension >= 0));
        return dimensions.Length == 0 ? new VectorDataViewType(itemType) : new VectorDataViewType(itemType, dimensions);
    }

    /// <exception cref="FormatException">The bytes are no block of that many vectors of that size (0: any).</exception>
    public static VectorLayout ReadLayout(BinaryReader reader, int count, int size)
    {
        BlockBytes.Expect(reader.ReadInt32() == count);
        var length = reader.ReadInt32();
        BlockBytes.Expect(size > 0 ? length == size : length >= 0);
        var lengths = length == 0 ? reader.ReadInts(count) : null;
        var counts = reader.ReadInts(count);
        var indices = reader.ReadInts(reader.ReadInt32());
        if (lengths is null)
        {
            Array.Fill(lengths = new int[count], length);
        }

        var layout = new VectorLayout(lengths, new int[count + 1], new int[count + 1], indices);
        for (var i = 0; i < count; i++)
        {
            Place(layout, i, counts[i]);
        }

        BlockBytes.Expect(layout.IndexStarts[count] == indices.Length);
        return layout;
    }

    private static void Place(VectorLayout layout, int vector, int count)
    {
        var length = layout.Lengths[vector];
        var firstIndex = layout.IndexStarts[vector];
        BlockBytes.Expect(length >= 0 && (count == -1 || (count >= 0 && count < length)));
        var indexCount = Math.Max(count, 0);
        BlockBytes.Expect(indexCount <= layout.Indices.Length - firstIndex);
        var previous = -1;
        foreach (var index in layout.Indices.AsSpan(firstIndex, indexCount))
        {
            BlockBytes.Expect(previous < index && index < length);
            previous = index;
        }

        layout.IndexStarts[vector + 1] = firstIndex + indexCount;
        layout.ValueStarts[vector + 1] = checked(layout.ValueStarts[vector] + (count < 0 ? length : count));
    }
}
